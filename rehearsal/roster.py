"""The delegates of the demo, read from the organisers' file by eyes of its own: what the product must know of them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import yaml

HERE = Path(__file__).parent
DEMO = HERE.parent / "demo"


@dataclass(frozen=True, repr=False)  # nothing of it may get into an error by being shown
class Delegate:
    """One line of the roster; empty where it says nothing. `group_room`, `convener`, `contact`: the delegation's."""

    badge: str
    name: str
    category: str
    delegation: str
    phone: str
    seat: str
    room: str
    meal: str
    coach: str
    group_room: str
    convener: str
    contact: str


@cache
def read(folder: Path = DEMO) -> tuple[Delegate, ...]:
    """All delegates by badge; of two lines with one badge number the first. OSError when the files are not there."""
    written = _written()
    groups = {row[0]: row[1:] for row in _rows(folder, written["delegations"])}
    found: dict[str, Delegate] = {}
    for badge, name, category, delegation, phone, seat, room, meal, coach in _rows(folder, written["delegates"]):
        group = groups.get(delegation, ("", "", ""))
        phone, seat = re.sub(r"\D", "", phone), re.sub(written["seat"], written["seat_is"], seat)
        phone = phone if len(phone) == written["digits"] else ""
        if badge not in found:
            found[badge] = Delegate(badge, name, category, delegation, phone, seat, room, meal, coach, *group)
    return tuple(found[badge] for badge in sorted(found))


def attending(title: str, folder: Path = DEMO) -> frozenset[str] | None:
    """The badges of those who attend the item of the agenda with this title; None where nobody here can tell."""
    meant = _written()["audiences"]
    for written, audience in _rows(folder, _written()["agenda"]):
        if written.startswith(_plain(title)):
            names = re.split(r"[、，,]", audience)
            if not set(names) <= set(meant):
                return None
            categories = {category for name in names for category in meant[name]}
            return frozenset(each.badge for each in read(folder) if each.category in categories)
    return None


@cache
def _written() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((HERE / "roster.yaml").read_text(encoding="utf-8"))
    return found


def _rows(folder: Path, written: Mapping[str, str | Sequence[str]]) -> list[list[str]]:
    """The lines below a sheet's headings, their columns in the order that is wanted, blanks and widths evened out."""
    sheet = openpyxl.load_workbook(folder / str(written["file"]))[str(written["sheet"])]
    lines = [[_plain(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    columns = list(written["columns"])
    headings = next(line for line in lines if set(columns) <= set(line))
    places = [headings.index(column) for column in columns]
    rows = [[line[place] for place in places] for line in lines[lines.index(headings) + 1 :]]
    return [row for row in rows if row[0] and row[1]]


def _plain(cell: object) -> str:
    return "" if cell is None else "".join(unicodedata.normalize("NFKC", str(cell)).split())
