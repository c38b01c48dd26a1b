"""The files of another congress than the demo's, as its organisers might send them: taken whole."""

from datetime import date, datetime, time
from pathlib import Path

import handover
import models
from commands.load import KINDS
from handover.notes import Verdict
from tests.handover.conftest import AT

OTHER = Path(__file__).parent.parent / "understanding" / "other" / "handover"


def test_nothing_of_it_is_refused(database_url: str, media: Path) -> None:
    report = handover.load(OTHER, KINDS, media=media, at=AT)
    lost = [(file.source, note) for file in report.files for note in file.of(Verdict.FAILED, Verdict.REFUSED)]
    unread = [note for file in report.files for note in file.of(Verdict.DROPPED) if note.code.startswith("column_")]
    assert (lost, unread) == ([], [])
    item = models.AgendaItem
    days = {row.starts.date() for row in item.select(item.starts)}
    assert days == {date(2023, 9, 17), date(2023, 9, 18), date(2023, 9, 19), date(2023, 9, 20)}
    opening = item.get(item.title == "开幕式暨全体会议")
    assert (opening.starts, opening.ends) == (
        datetime.combine(date(2023, 9, 18), time(9)), datetime.combine(date(2023, 9, 18), time(10, 40)),
    )  # fmt: skip
    assert {row.withdrawn for row in models.NewsItem.select()} == {False}
