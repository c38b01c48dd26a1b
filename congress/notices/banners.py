"""What waits for a person, in short: it stands above the answer to something else."""

import re
from datetime import datetime

from congress.notices import ledger, wording

LONGEST = 90  # characters of a message that is told in full
LINK = re.compile(r"\n*<a href=\"[^\"]*\">[^<]*</a>\s*$")


def told(openid: str, message_key: str, at: datetime) -> tuple[str, ...]:
    """The words for this person, told from now on; the same push again gets the same ones. `at` is aware."""
    return tuple(map(brief, ledger.banners(openid, message_key, at)))


def brief(words: str) -> str:
    """A message as it stands above an answer: in full when it is short, else its beginning and how to read the rest.

    A link is left out of what is cut: the whole message has it.
    """
    if len(words) <= LONGEST:
        return words
    lines = [line for line in LINK.sub("", words).split("\n") if line.strip()]
    # The heading and what fits behind it, ended at a sentence.
    kept = "\n".join(lines)
    if len(kept) > LONGEST:
        head, _, rest = kept.partition("\n")
        room = max(LONGEST - len(head), LONGEST // 3)
        kept = f"{head}\n{wording.short(rest, room)}" if rest else wording.short(head, LONGEST)
    return wording.words("banner.txt", kept=kept)
