"""The headings and words of headings.yaml, read once."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handover import cells


@cache
def _file() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("headings.yaml").read_text(encoding="utf-8")))


def headings(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Field -> the headings it goes by, in the form in which headings are compared."""
    return {field: tuple(map(cells.heading, names)) for field, names in _file()[kind].items()}


def words() -> Mapping[str, Any]:
    """Words that stand in cells."""
    return dict(_file()["words"])


def like(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Field -> words in a heading that say enough, the first field first."""
    return {field: tuple(words) for field, words in _file()["like"].get(kind, {}).items()}


def sure(kind: str) -> Mapping[str, str]:
    """Field -> a pattern of headings that are its own, whatever else is in them."""
    return dict(_file()["sure"].get(kind, {}))


def shapes(kind: str) -> Mapping[str, str]:
    """Field -> a pattern of what its values look like."""
    return dict(_file()["shapes"].get(kind, {}))


def others(kind: str) -> tuple[str, ...]:
    """Words with which a heading is of somebody or something else."""
    return tuple(_file()["others"].get(kind, ()))


def told(kind: str) -> tuple[str, ...]:
    """Words with which a heading is for everybody, whoever is named under it."""
    return tuple(_file()["told"].get(kind, ()))


def hints(kind: str) -> tuple[str, ...]:
    """Words in the names of files and sheets that hold this kind."""
    return tuple(_file()["hints"][kind])
