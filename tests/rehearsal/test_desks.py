"""The staffed desks: what has no network waits, what has no answer is sent again, nothing is forgotten."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from rehearsal.desks import Desks
from rehearsal.plan import Visit

AT = 1_557_032_400.0


class Console:
    """Takes batches as the console does, the first scan of a badge as its check-in."""

    def __init__(self) -> None:
        self.first: dict[str, str] = {}
        self.taken: dict[str, str] = {}  # mark -> desk
        self.batches: list[int] = []
        self.lock = threading.Lock()
        self.fails = 0

    def get(self, path: str, **values: str) -> dict[str, Any]:
        return {"csrf": "token"} if path == "/checkin/hello" else {"arrived": len(self.first), **values}

    def post(self, path: str, token: str, values: dict[str, Any]) -> dict[str, Any]:
        with self.lock:
            if self.fails:
                self.fails -= 1
                raise requests.ConnectionError
            self.batches.append(len(values["entries"]))
            results = []
            for entry in values["entries"]:
                self.taken[entry["mark"]] = entry["desk"]
                first = self.first.setdefault(entry["badge"], entry["mark"])
                outcome = "arrived" if first == entry["mark"] else "already"
                results.append({"mark": entry["mark"], "outcome": outcome, "first": None})
            return {"results": results}

    def close(self) -> None:
        pass


@pytest.fixture
def console() -> Console:
    return Console()


@pytest.fixture
def desks(console: Console) -> Iterator[Desks]:
    made = Desks("report", [("a", console), ("b", console)], lambda: AT)  # type: ignore[list-item]
    yield made
    made.stop()


def outcomes(desks: Desks) -> list[tuple[str, str, bool, str]]:
    return sorted((each.badge, each.desk, each.queued, each.outcome) for each in desks.entries)


def test_a_visit_is_one_scan_and_of_two_at_once_one_counts(console: Console, desks: Desks) -> None:
    desks.send(Visit(AT, "B-1", "a"))
    desks.send(Visit(AT, "B-2", "a", "b"))
    desks.stop()
    found = outcomes(desks)
    assert found[0] == ("B-1", "a", False, "arrived")
    assert [(badge, desk) for badge, desk, *_ in found[1:]] == [("B-2", "a"), ("B-2", "b")]
    assert sorted(outcome for *_, outcome in found[1:]) == ["already", "arrived"]
    assert (len(console.taken), desks.under_way) == (3, 0)


def test_what_is_scanned_offline_waits_and_is_merged_twice_without_counting_twice(
    console: Console, desks: Desks
) -> None:
    cut = threading.Thread(target=desks.offline, args=("b", 0.3))
    cut.start()
    while desks._desks["b"].online.is_set():
        pass
    for number in range(3):
        desks.send(Visit(AT, f"B-{number}", "b"))
    cut.join()
    desks.stop()
    assert outcomes(desks) == [(f"B-{number}", "b", True, "arrived") for number in range(3)]
    assert console.batches == [3, 3]
    assert len(console.taken) == 3


def test_an_answer_that_never_came_is_asked_for_again(console: Console, desks: Desks) -> None:
    console.fails = 2
    desks.send(Visit(AT, "B-1", "a"))
    desks.stop()
    assert outcomes(desks) == [("B-1", "a", False, "arrived")]
    assert desks.board() == {"arrived": 1, "stage": "report"}
