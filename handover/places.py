"""Tells the name of a place and a group of people from other short texts, by the words with which they end."""

import re
from functools import cache
from typing import Any

from handover import cells
from handover.words import words

LONGEST = 30  # characters


def is_place(value: Any) -> bool:
    """Whether a cell names a room, a building or a spot."""
    return _ends(value, "rooms")


def are_people(value: Any) -> bool:
    """Whether a cell says who takes part."""
    return _ends(value, "people")


def _ends(value: Any, which: str) -> bool:
    if not isinstance(value, str) or len(value) > 2 * LONGEST:
        return False
    name = re.sub(r"\(.*?\)|\[.*?\]", "", cells.bare(value))
    return 1 < len(name) <= LONGEST and bool(_ending(which).search(name))


@cache
def _ending(which: str) -> re.Pattern[str]:
    named = "|".join(map(re.escape, words()[which]))
    numbered = r"|[\u697c\u5ba4\u5385\u5ea7]-?\d{1,4}" if which == "rooms" else ""
    return re.compile(rf"(?:{named}{numbered})$")
