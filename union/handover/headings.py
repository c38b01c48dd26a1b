"""The headings of headings.yaml."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handover import cells


def headings(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Field -> the headings it goes by, in the form in which headings are compared."""
    return {field: tuple(map(cells.heading, names)) for field, names in _file()[kind].items()}


def like(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Field -> words in a heading that say enough, the first field first."""
    return {field: tuple(words) for field, words in _file()["like"].get(kind, {}).items()}


def others(kind: str) -> tuple[str, ...]:
    """Words with which a heading is of somebody or something else."""
    return tuple(_file()["others"].get(kind, ()))


def told(kind: str) -> tuple[str, ...]:
    """Words with which a heading is for everybody, though elsewhere it is for staff."""
    return tuple(_file()["told"].get(kind, ()))


def hints(kind: str) -> tuple[str, ...]:
    """Words in the names of files and sheets that hold this kind."""
    return tuple(_file()["hints"][kind])


def axes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words for longitude and for latitude in a heading, in lower case."""
    longitude, latitude = (tuple(_file()["axes"][name]) for name in ("longitude", "latitude"))
    return longitude, latitude


def systems() -> Mapping[str, Sequence[str]]:
    """System of coordinates -> the words that say so, in lower case."""
    return dict(_file()["systems"])


@cache
def _file() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("headings.yaml").read_text(encoding="utf-8")))
