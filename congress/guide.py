"""The service guide: meals, lodging, coaches, medical help, Wi-Fi, office."""

from dataclasses import dataclass

from congress import catalogue
from congress.errors import NotFound


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the guide; empty strings where the file says nothing."""

    key: str
    category: str
    title: str
    note: str = ""
    place: str = ""
    hours: str = ""
    phone: str = ""


def entries() -> tuple[Entry, ...]:
    """All entries in the file's order."""
    return catalogue.current().guide


def categories() -> tuple[str, ...]:
    """The categories in the file's order."""
    return tuple(dict.fromkeys(entry.category for entry in entries()))


def in_category(*names: str) -> tuple[Entry, ...]:
    """The entries of these categories."""
    return tuple(entry for entry in entries() if entry.category in names)


def entry(key: str) -> Entry:
    """The entry with this key. Raises NotFound."""
    for each in entries():
        if each.key == key:
            return each
    raise NotFound(key)
