"""The service guide: meals, lodging, coaches, medical help, Wi-Fi, office."""

from dataclasses import dataclass

from congress import catalogue
from congress.errors import NotFound
from models import GuideEntry


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


@catalogue.shelf
def entries() -> tuple[Entry, ...]:
    """All entries in the file's order."""
    rows = GuideEntry.select().where(~GuideEntry.withdrawn).order_by(GuideEntry.position)
    return tuple(Entry(row.key, row.category, row.title, row.note, row.place, row.hours, row.phone) for row in rows)


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
