"""Rows of the service guide."""

from collections.abc import Callable

from congress.handover.headings import headings
from handover import keys
from handover.kinds import About, Entry, Kind
from handover.rows import Row
from models import GuideEntry


def begin(about: About) -> Callable[[Row], Entry]:
    """A reader that carries the category on, as tables name it once for a group of rows."""
    carried = ""

    def read(row: Row) -> Entry:
        nonlocal carried
        title = row.subject = row.needed("title")
        category = row.text("category")
        if not category and carried:
            row.corrected("carried", "category", "", carried)
        carried = category or carried or row.refuse("needed", "category")
        row.key = keys.key(keys.pinyin(carried), keys.pinyin(title))
        return row.entry(
            row.key, category=carried, title=title, note=row.lines("note"), place=row.text("place"),
            hours=row.text("hours"), phone=row.phone("phone"),
        )  # fmt: skip

    return read


KIND = Kind(
    name="guide", model=GuideEntry, key="key", headings=headings("guide"), needs=(("category",), ("title",)),
    begin=begin, identity=("category", "title"), several=True,
)  # fmt: skip
