"""Texts that may have been meant: pinyin read as words, words that sound or look like others put right."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from understanding import sounds, typed
from understanding.index import Index
from understanding.lexicon import LONG, LONGEST, Lexicon
from understanding.normalise import CLOSE, LATIN, OPEN, SHORT
from understanding.reading import Reading
from understanding.vocabulary import vocabulary

MOST = 36  # places of a text that are looked at
TRIES = 4  # texts
LIKE = 87.0  # of 100: a Latin word that is meant by a mistyped one
SHORTEST = 5  # letters of such a word
PINYIN, SOUND, LOOSE, LOOKS, LETTERS = "pinyin", "sound", "loose", "looks", "letters"


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text that may have been meant; `how` it was found and what was `put` for what."""

    text: str
    how: str
    put: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Window:
    text: str
    free: tuple[bool, ...]  # which of its characters may be other ones
    odd: tuple[bool, ...]  # which of them nobody knows
    little: tuple[bool, ...]  # which of them stand in words that tell little or nothing
    small: bool  # whether grammar is in it
    cuts: bool  # whether it takes a part only of what nobody knows
    ways: tuple[tuple[str, ...], ...]  # how it may be read


def is_odd(reading: Reading, index: Index) -> bool:
    """Whether a text holds words that neither the vocabulary nor the congress's data know."""
    if len(reading.folded) > SHORT:
        return False
    return any(span.word is None and any(_unknown(span.text, index)) for span in reading.spans)


def meant(reading: Reading, index: Index, is_sure: bool) -> Iterator[Spelt]:
    """The texts that may have been meant, likeliest first. Of a text that was understood (`is_sure`) only what nobody
    knows is touched."""
    if len(reading.folded) > SHORT:
        return
    lexicon = index.lexicon
    seen = {reading.folded}
    for spelt in _all(reading, index, lexicon, is_sure):
        if spelt.text not in seen:
            seen.add(spelt.text)
            yield spelt
            if len(seen) > TRIES:
                return


def _all(reading: Reading, index: Index, lexicon: Lexicon, is_sure: bool) -> Iterator[Spelt]:
    if LATIN.search(reading.folded):
        yield from _typed(reading.folded, lexicon, is_sure)
        yield from _mistyped(reading.folded, lexicon)
    windows = list(_windows(reading, index))
    surest: Spelt | None = None
    for how in (SOUND, LOOSE, LOOKS):
        for spelt in _misheard(reading.folded, windows, lexicon, how, is_sure):
            # Whoever was misheard once may be so twice: what sounds exactly so, with another word put right.
            if surest and how != SOUND and (both := _both(surest, spelt)):
                yield both
            surest = surest or (spelt if how == SOUND else None)
            yield spelt


def _both(one: Spelt, other: Spelt) -> Spelt | None:
    """Two words put right, when they stand apart."""
    ((said, meant),) = other.put
    return Spelt(one.text.replace(said, meant), other.how, one.put + other.put) if said in one.text else None


def _typed(folded: str, lexicon: Lexicon, is_sure: bool) -> Iterator[Spelt]:
    """Pinyin: whole runs of Latin letters, then single words among others."""
    runs = _runs(folded)
    if not is_sure and (put := tuple((run, word) for run in runs if (word := typed.read(run, lexicon)))):
        yield Spelt(_put(folded, put), PINYIN, put)
    tokens = [token for token in dict.fromkeys(LATIN.findall(folded)) if not _is_word(token)]
    if put := tuple((token, word) for token in tokens if (word := typed.name(token, lexicon))):
        yield Spelt(_put(folded, put), PINYIN, put)


def _mistyped(folded: str, lexicon: Lexicon) -> Iterator[Spelt]:
    """Words of English with a letter too many, missing, or in another's place."""
    put = []
    for token in dict.fromkeys(LATIN.findall(folded)):
        if len(token) >= SHORTEST and not _is_word(token):
            found = process.extractOne(token, vocabulary().latin, scorer=fuzz.ratio, score_cutoff=LIKE)
            if found:
                put.append((token, found[0]))
    if put:
        yield Spelt(_put(folded, tuple(put)), LETTERS, tuple(put))


def _misheard(folded: str, windows: list[_Window], lexicon: Lexicon, how: str, is_sure: bool) -> Iterator[Spelt]:
    for window in windows:
        for word in _words_for(window, lexicon, how):
            if _fits(window, word, how, is_sure):
                yield Spelt(folded.replace(window.text, word), how, ((window.text, word),))


def _words_for(window: _Window, lexicon: Lexicon, how: str) -> list[str]:
    if how == SOUND:
        return [word for way in window.ways for word in lexicon.heard(way)]
    if window.cuts:
        return []
    if how == LOOSE:
        return [word for way in window.ways for word in lexicon.nearly(tuple(map(sounds.loose, way)))]
    if window.small or len(window.text) < LONG or (len(window.text) == LONG and not all(window.free)):
        return []
    gaps = (f"{window.text[:place]}*{window.text[place + 1 :]}" for place, odd in enumerate(window.odd) if odd)
    return [word for gap in gaps for word in lexicon.with_a_gap(gap)]


def _fits(window: _Window, word: str, how: str, is_sure: bool) -> bool:
    other = [place for place, (one, two) in enumerate(zip(window.text, word, strict=True)) if one != two]
    if not other or not all(window.free[place] for place in other):
        return False
    if is_sure and not all(window.odd[place] for place in other):
        return False
    if len(word) > 2:
        return True
    # Two syllables are soon alike: one must be written right, and where they only sound alike, by a word that tells.
    return len(other) == 1 and (how != LOOSE or not window.little[1 - other[0]])


def _windows(reading: Reading, index: Index) -> Iterator[_Window]:
    """Stretches of Chinese characters that a word may be written in another's place in, longest first."""
    signs: list[tuple[str, bool, bool, bool, bool]] = []
    for span in reading.spans:
        role = span.word.role if span.word else ""
        fixed = len(span.text) > 1 and role not in ("", "filler", "weak")
        odd = _unknown(span.text, index) if span.word is None else [False] * len(span.text)
        small = role in ("filler", "aspect")
        little = small or role == "weak"
        signs += [(sign, not fixed, strange, small, little) for sign, strange in zip(span.text, odd, strict=True)]
    text = "".join(sign[0] for sign in signs)
    for place in vocabulary().hiding(text):  # written right as it is
        signs[place] = (signs[place][0], False, False, *signs[place][3:])
    alone, spoken = sounds.alone(text), sounds.spoken(text)
    for size in range(min(LONGEST, len(signs)), 1, -1):
        for start in range(min(MOST, len(signs) - size + 1)):
            here = slice(start, start + size)
            part = signs[here]
            if all(alone[here]) and any(each[1] for each in part):
                free, strange = tuple(each[1] for each in part), tuple(each[2] for each in part)
                before, after = signs[start - 1 : start], signs[start + size : start + size + 1]
                cuts = any(strange[end] and beside and beside[0][2] for end, beside in ((0, before), (-1, after)))
                ways = tuple(dict.fromkeys((spoken[here], alone[here])))
                little_said, small_said = tuple(each[4] for each in part), any(each[3] for each in part)
                yield _Window(text[here], free, strange, little_said, small_said, cuts, ways)


def _unknown(text: str, index: Index) -> list[bool]:
    """For each character of a stretch whether it is part of nothing that the data hold."""
    found = []
    for place, sign in enumerate(text):
        pairs = text[max(0, place - 1) : place + 1], text[place : place + 2]
        found.append(sign > "\u2e7f" and not any(len(pair) > 1 and index.knows(pair) for pair in pairs))
    return found


def _runs(folded: str) -> list[str]:
    """Stretches of Latin letters and blanks, without the words that everybody writes so."""
    found, run = [], ""
    for part in folded.replace(OPEN, " ").replace(CLOSE, " ").split(" "):
        if part.replace("'", "").isalpha() and part.isascii() and not vocabulary().names(part):
            run = f"{run} {part}".strip()
        else:
            found.append(run)
            run = ""
    return [each for each in (*found, run) if each]


def _is_word(token: str) -> bool:
    return token in vocabulary().words


def _put(folded: str, put: tuple[tuple[str, str], ...]) -> str:
    for one, other in put:
        folded = folded.replace(one, other)
    return folded
