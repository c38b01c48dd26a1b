"""The live board: what the hall gets, what the office gets, and that streams never take all threads."""

import itertools
import json
from datetime import timedelta

import pytest
from flask import Flask

import models
from congress import audit
from congress.checkin import arrivals, stages
from congress.checkin.plan import StagePlan
from tests.console import AT, StoppedClock, console_app, signed_in
from tests.numbering import from_one
from web.console import streams
from web.console.streams import Streams, events, places

MS = int(AT.timestamp() * 1000)
HOUR = int(AT.replace(minute=0).timestamp() * 1000)


@pytest.fixture
def app(database_url: str) -> Flask:
    """Three people of two delegations; one came, twice."""
    from_one(models.CheckinEntry)
    stages.use((StagePlan(key="report", name="报到", opens=AT - timedelta(hours=1), closes=AT + timedelta(hours=1)),))
    for badge, name, group in [("A-1", "张三", "东城"), ("A-2", "李四", "东城"), ("B-1", "王五", "教育")]:
        models.Delegate.create(badge=badge, name=name, delegation=group)
    models.Revision.raise_()
    for mark, badge, minutes in [("m1", "A-1", 9), ("m2", "A-1", 5), ("m3", "Z-9", 3)]:
        arrivals.arrive("report", badge, AT - timedelta(minutes=minutes), mark=mark, desk="hall-a", by="zhang")
    return console_app(StoppedClock(), web_threads=12)


FIGURES = {
    "now": MS, "stage": "report", "revision": 3, "open": True, "arrived": 1, "expected": 3, "others": 0, "total": 1,
    "delegations": [["东城", 1, 2], ["教育", 0, 1]], "hours": [[HOUR, 1]], "duplicates": 1, "refused": 1,
}  # fmt: skip
BEFORE = [MS - 9 * 60_000, "hall-a", "zhang"]


def test_the_figures_name_nobody(app: Flask) -> None:
    client = signed_in(app, "desk")
    assert client.get("/console/board/figures?stage=report").json == FIGURES
    for page in ("/console/board", "/console/board/hall", "/console/board/figures?stage=report"):
        text = client.get(page).text
        assert [each for each in ("张三", "李四", "A-2", "board/people") if each in text] == []
    assert client.get("/console/board/people?stage=report").status_code == 403


def test_the_office_sees_names_and_that_is_noted_once_a_day(app: Flask) -> None:
    client = signed_in(app, "office")
    for _ in range(2):
        assert client.get("/console/board/people?stage=report").json == {
            "revision": 3,
            "missing": [["A-2", "李四", "东城"], ["B-1", "王五", "教育"]],
            "duplicates": [[["A-1", "张三", "东城"], BEFORE, [MS - 5 * 60_000, "hall-a", "zhang"]]],
            "refused": [[["Z-9", "", ""], [MS - 3 * 60_000, "hall-a", "zhang"], "unknown_badge", 3]],
        }
    export = client.get("/console/board/export?stage=report")
    assert (export.data[:2], export.headers["Content-Disposition"]) == (
        b"PK", "attachment; filename=checkin-report-0506-0940.xlsx",
    )  # fmt: skip
    assert [(line.by, line.what, line.subject, line.detail) for line in audit.lines()] == [
        ("office", "checkin.export", "", "report"), ("office", "checkin.board", "report", ""),
    ]  # fmt: skip


def test_a_stream_tells_the_figures_and_gives_its_place_back(app: Flask) -> None:
    client = signed_in(app, "desk")
    held = [client.get("/console/board/stream?stage=report", buffered=False) for _ in range(places(12))]
    refused = client.get("/console/board/stream?stage=report")
    assert (len(held), refused.status_code, refused.headers["Retry-After"]) == (2, 503, "60")
    first = held[0]
    assert (first.mimetype, first.headers["X-Accel-Buffering"]) == ("text/event-stream", "no")
    lines = b"".join(itertools.islice(first.iter_encoded(), 2)).decode().split("\n")
    assert lines[:3] == ["retry: 2000", "", "event: figures"]
    assert json.loads(lines[3].removeprefix("data: ")) == FIGURES
    first.close()
    again = client.get("/console/board/stream?stage=report", buffered=False)
    assert again.status_code == 200
    for each in (again, *held[1:]):
        each.close()


def test_a_stream_beats_ends_and_does_not_hold_up_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count()
    said: list[str] = list(events(lambda: None, sleep=lambda seconds: None, now=lambda: float(next(clock))))
    assert (said[0], set(said[1:])) == ("retry: 2000\n\n", {":\n\n"})
    going = iter([True, True, False])
    monkeypatch.setattr(streams, "going_on", lambda: next(going))
    news = iter([("figures", "1"), ("figures", "2"), ("figures", "3")])
    told = list(events(lambda: next(news), sleep=lambda seconds: None, now=lambda: 0.0))
    assert told[1:] == ["event: figures\ndata: 1\n\n", "event: figures\ndata: 2\n\n"]


def test_places_are_few_and_given_back_once() -> None:
    assert [places(threads) for threads in (4, 8, 24, 60)] == [1, 1, 4, 10]
    held = Streams(1)
    give_back = held.take()
    assert give_back is not None
    assert held.take() is None
    give_back()
    give_back()  # a response may be closed twice
    assert held.take() is not None
    assert held.take() is None
