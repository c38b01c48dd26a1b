"""Rows of the service guide."""

import re
from collections.abc import Callable

from congress.handover.headings import headings, hints, like, others, shapes, sure, words
from handover import cells, keys
from handover.kinds import About, Entry, Kind
from handover.rows import Row
from handover.telephones import noted
from models import GuideEntry

PHONE = 40  # characters of a telephone with what is said of it
WHOLE = 200  # ... and of several, in the note


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader that carries the category on, as tables name it once for a group of rows, or for a whole sheet."""
    carried = "" if "category" in about.headings else _of_sheet(about)

    def read(row: Row) -> Entry:
        nonlocal carried
        if section := _section(row, about):
            carried = section
            row.pass_over("line_section", "category", section)
        title = row.subject = row.needed("title")
        category = row.text("category")
        if not category and carried and "category" in about.headings:
            row.corrected("carried", "category", "", carried)
        carried = category or carried or row.refuse("needed", "category")
        row.key = keys.key(keys.pinyin(carried), keys.pinyin(title))
        note = "\n".join(filter(None, [row.lines("note"), *row.rest()]))
        phone = row.phone("phone", longest=PHONE)
        if (whole := noted(cells.text(row.raw("phone")), WHOLE) or "") != phone and len(whole) > PHONE:
            note = f"{note}\n{whole}".strip()  # which number is whose fits in here only
        return row.entry(
            row.key, category=carried, title=title, note=note, place=row.text("place"), hours=row.text("hours"),
            phone=phone,
        )  # fmt: skip

    return read


def _of_sheet(about: About) -> str:
    """The category of a table without such a column: its sheet's name, if that says more than that this is a guide."""
    name = about.sheet.strip()
    says = (
        1 < len(name) <= 8 and not re.search(r"[\da-zA-Z]", name) and not any(hint in name for hint in hints("guide"))
    )
    return name if says and name not in about.titles[-1] else str(words()["category"])


def _section(row: Row, about: About) -> str:
    """The category that a line of its own names: numbered, or anywhere but where an entry's title stands."""
    if len(row.own) != 1 or not isinstance(row.own[0], str):
        return ""
    written = cells.text(row.own[0])
    named = re.sub(words()["numbered"], "", written)
    if named == written and ("category" in about.headings or len(written) > 12):
        return ""
    return named if row.text("category") in ("", written) and len(named) <= 20 else ""


KIND = Kind(
    name="guide", model=GuideEntry, key="key", headings=headings("guide"), hints=hints("guide"),
    like=like("guide"), others=others("guide"), sure=sure("guide"), shapes=shapes("guide"), naming="title",
    hinted=(("title",), ("category", "note", "place", "hours", "phone")),
    needs=(("title",), ("category", "note", "place", "hours")),
    rest="note", begin=begin, identity=("category", "title"), several=True,
)  # fmt: skip
