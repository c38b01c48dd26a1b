"""The columns of the news: the short names that addresses and codes use for what staff write."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from congress.errors import NotFound

FILE = Path(__file__).with_name("columns.yaml")


@cache
def columns() -> Mapping[str, str]:
    """Short name -> the name as staff write it, in the order of the menu."""
    return MappingProxyType(_file()["columns"])


@cache
def _file() -> Mapping[str, Any]:
    return MappingProxyType(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def written(short: str) -> str:
    """The name as staff write it. Raises NotFound for a column that does not exist."""
    try:
        return columns()[short]
    except KeyError:
        raise NotFound(short) from None


def short(name: str) -> str:
    """The short name of a column that staff wrote, or of the one in which theirs is shown; empty for no name."""
    shown = name if name in columns().values() else nearest(name)
    return next((key for key, each in columns().items() if each == shown), "") if name else ""


def holds(column: str, name: str) -> bool:
    """Whether a column shows the articles of one that staff wrote: itself, or one without a place of its own."""
    return column == name or (name not in columns().values() and column == nearest(name))


def nearest(name: str) -> str:
    """The column, as staff write it, in which an article of a column that does not exist is shown."""
    plain = name.casefold()
    near = (key for key, words in _file()["nearest"].items() if any(word in plain for word in words))
    return columns()[next(near, _file()["general"])]
