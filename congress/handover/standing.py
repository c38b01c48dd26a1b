"""Whether an item of the schedule is cancelled or was changed, as its title, remark or state say it."""

import re
from dataclasses import dataclass
from functools import cache

from congress.handover.headings import words
from handover import cells
from handover.rows import Row

OPEN, CLOSE = "[\\[\u3010(\uff08\u3014<\u300a]", "[\\]\u3011)\uff09\u3015>\u300b]"


@dataclass(frozen=True, slots=True)
class Standing:
    """An item's title and remark without the marks, and whether it does not take place."""

    title: str
    remark: str
    cancelled: bool = False


def standing(row: Row, title: str, remark: str) -> Standing:
    """Read the marks of a row; what was found is told in its report."""
    marked, bare = _of_title(title)
    state = row.text("state")
    if cells.bare(state) in words()["usual"]:
        state = ""
    elif state and not _says(state, "cancelled", "changed"):
        if not any(word in state for word in words()["new"]):
            row.dropped("state_unknown", "state", state)
        state = ""
    if any(_says(mark, "cancelled") for mark in (marked, state)) or _cancels(remark):
        row.doubtful("item_cancelled", "title", marked or state or remark.split("\n")[0])
        return Standing(bare, remark, cancelled=True)
    if "title" in row.struck:
        row.doubtful("item_struck", "title", bare)
        return Standing(bare, remark, cancelled=True)
    mark = marked or state
    if not mark:
        return Standing(title, remark)
    row.doubtful("item_changed", "title", mark)
    if any(word in remark for word in words()["changed"]):  # it says already what
        return Standing(bare, remark)
    what = words()["change"] if cells.bare(mark) in words()["vague"] else words()["told_change"].format(what=mark)
    return Standing(bare, "\n".join(filter(None, (what, remark))))


def _of_title(title: str) -> tuple[str, str]:
    """What a mark at either end of a title says, and the title without it."""
    for pattern in _marks():
        if (match := pattern.fullmatch(title)) and match["title"].strip():
            return match["mark"].strip(), match["title"].strip()
    return "", title


def _says(mark: str, *kinds: str) -> bool:
    """Whether a mark has a word of these kinds."""
    plain = cells.bare(mark)
    return any(word in plain for kind in kinds for word in words()[kind])


def _cancels(remark: str) -> bool:
    """Whether a remark says that it is cancelled, and not that something about it is."""
    first = cells.bare(remark.split("\n")[0])
    named = "|".join(map(re.escape, words()["cancelled"]))
    return bool(
        re.match(rf"(?:{OPEN}(?:{named}){CLOSE}|(?:{named}|{words()['reason']}(?:{named}))(?:$|[,.;:!\u3002(]))", first)
    )


@cache
def _marks() -> tuple[re.Pattern[str], ...]:
    """In brackets before the title, or behind it; with a colon or a dash between."""
    named = "|".join(map(re.escape, (*words()["cancelled"], *words()["changed"])))
    mark = rf"(?P<mark>(?:{named})[^\]\u3011)\uff09]{{0,20}})"
    alone = rf"(?P<mark>{named})"
    return (
        re.compile(rf"\s*{OPEN}\s*{mark}{CLOSE}\s*[:\uff1a]?(?P<title>.+)", re.IGNORECASE),
        re.compile(rf"(?P<title>.+?)\s*{OPEN}\s*{mark}{CLOSE}\s*", re.IGNORECASE),
        re.compile(rf"\s*{alone}\s*[:\uff1a\-\u2014\u00b7|\s]+(?P<title>.+)", re.IGNORECASE),
        re.compile(rf"(?P<title>.+?)\s*[\-\u2014|\s]+{alone}\s*", re.IGNORECASE),
    )
