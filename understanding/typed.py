"""Pinyin that somebody typed, read as the words it stands for."""

from understanding import sounds
from understanding.lexicon import NAME, SMALL, TYPED, Lexicon

MOST = 72  # letters
UNREAD = 3.2  # what a syllable costs that no word has
COSTS = (0.9, 1.0, 1.25)  # ... and a word, by its rank
SINGLE = 0.35  # more, for a word of one syllable
READ_SHARE = 0.7  # of the syllables must be read


def read(run: str, lexicon: Lexicon) -> str:
    """The words for a stretch of letters and blanks; empty when it is no pinyin, or most of it is unknown.

    Blanks stand between syllables; a word goes over them, a syllable doesn't.
    """
    letters, joints = run.replace(" ", "").replace("'", ""), _joints(run)
    if not letters or len(letters) > MOST or not letters.isalpha():
        return ""
    # best[end]: (cost, syllables read, syllables, words) of the letters before it
    best: list[tuple[float, int, int, tuple[str, ...]] | None] = [None] * (len(letters) + 1)
    best[0] = (0.0, 0, 0, ())
    for start in range(len(letters)):
        so_far = best[start]
        if so_far is None:
            continue
        for end in range(start + 1, min(len(letters), start + TYPED) + 1):
            step = _word(letters[start:end], {joint - start for joint in joints if start < joint < end}, lexicon)
            if step is None:
                continue
            cost, read_ones, count, word = step
            told = so_far[0] + cost, so_far[1] + read_ones, so_far[2] + count, (*so_far[3], word)
            known = best[end]
            if known is None or told[0] < known[0]:
                best[end] = told
    found = best[-1]
    if found is None or found[1] < READ_SHARE * found[2]:
        return ""
    return "".join(found[3])


def name(token: str, lexicon: Lexicon) -> str:
    """The name that a single token spells; empty when none does."""
    return next((each.text for each in lexicon.typed(token) if each.rank == NAME and len(each.text) > 1), "")


def _word(letters: str, joints: set[int], lexicon: Lexicon) -> tuple[float, int, int, str] | None:
    for each in lexicon.typed(letters):
        if joints <= each.joints:
            count = len(each.syllables)
            small = SINGLE if count == 1 else 0.0
            return COSTS[each.rank] + small, count, count, each.text
    if not joints and letters in sounds.syllables():
        return UNREAD + COSTS[SMALL], 0, 1, f" {letters} "
    return None


def _joints(run: str) -> list[int]:
    found, at = [], 0
    for sign in run:
        if sign == " ":
            found.append(at)
        elif sign != "'":
            at += 1
    return [joint for joint in found if joint]
