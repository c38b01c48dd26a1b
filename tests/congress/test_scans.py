"""Scans: each counted once, by scene and hour."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

import models
from clock import BEIJING
from congress import scans
from congress.scans import Count

AT = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)
HOUR = AT.replace(minute=0)


@pytest.fixture(autouse=True)
def _tables(database_url: str) -> None: ...


def test_scans_are_counted_for_each_scene_and_a_repeated_message_once() -> None:
    scans.count("o1:1557030600:subscribe", "desk_hall-a", AT, first=True)
    scans.count("o1:1557030600:subscribe", "desk_hall-a", AT, first=True)
    scans.count("o2:1557030601:SCAN", "desk_hall-a", AT, first=False)
    scans.count("o2:1557030602:SCAN", "desk_hall-b", AT, first=False)
    assert {scene: scans.of(scene) for scene in ("desk_hall-a", "desk_hall-b", "item_opening")} == {
        "desk_hall-a": 2,
        "desk_hall-b": 1,
        "item_opening": 0,
    }
    row = models.Scan.get(models.Scan.message_key == "o1:1557030600:subscribe")
    assert (row.at, row.first) == (datetime(2019, 5, 5, 12, 30), True)


def test_one_message_on_many_threads_counts_once() -> None:
    def deliver(number: int) -> None:
        try:
            scans.count(f"message-{number % 3}", "desk_hall-a", AT, first=False)
        finally:
            models.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(deliver, range(48)))
    assert scans.of("desk_hall-a") == 3


def fill() -> None:
    scans.count("m1", "desk_hall-a", AT, True)
    for number in range(3):
        scans.count(f"n{number}", "desk_hall-b", AT + timedelta(minutes=20 * number), number == 0)
    scans.count("n0", "desk_hall-b", AT, True)


def test_counts_by_scene_the_busiest_first() -> None:
    assert scans.counts() == ()
    fill()
    assert scans.counts() == (Count("desk_hall-b", 1, 2), Count("desk_hall-a", 1, 0))
    assert [each.total for each in scans.counts()] == [3, 1]


def test_counts_by_hour() -> None:
    assert scans.hourly() == ()
    fill()
    scans.count("late", "desk_hall-a", datetime(2019, 5, 5, 16, 59, 59, tzinfo=UTC), False)
    assert scans.hourly() == (
        Count("desk_hall-a", 1, 0, HOUR),
        Count("desk_hall-b", 1, 1, HOUR),
        Count("desk_hall-b", 0, 1, HOUR + timedelta(hours=1)),
        Count("desk_hall-a", 0, 1, datetime(2019, 5, 6, 0, tzinfo=BEIJING)),
    )


def test_a_scan_is_one_statement_that_reads_nothing() -> None:
    said: list[str] = []
    engine, run = models.database.obj, models.database.obj.execute_sql

    def told(sql: str, *args: object, **named: object) -> object:
        said.append(sql.split()[0])
        return run(sql, *args, **named)

    engine.execute_sql = told
    try:
        scans.count("m1", "desk_hall-a", AT, True)
    finally:
        del engine.execute_sql
    assert said == ["INSERT"]
