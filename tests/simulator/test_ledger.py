"""The ledger: what a test can ask it, how much it keeps, what it counts."""

from typing import Any

import pytest

from simulator.ledger import ENTRY_SIZE, Ledger, Wanted
from tests.simulator.conftest import Phone, Webhook, http


def _write(ledger: Ledger, what: str, body: str = "") -> None:
    ledger.add(at=0, direction="api", what=what, verdict="ok", request={"url": "", "body": body}, response={"body": ""})


def _whats(ledger: Ledger) -> list[str]:
    return [entry["what"] for entry in ledger.entries()]


def test_it_is_bounded_by_number() -> None:
    ledger = Ledger(lambda entry: None, kept=3)
    for number in range(5):
        _write(ledger, str(number))
    assert _whats(ledger) == ["2", "3", "4"]


def test_it_is_bounded_by_what_it_holds() -> None:
    ledger = Ledger(lambda entry: None, characters=3 * ENTRY_SIZE)
    for number in range(4):
        _write(ledger, str(number))
    assert _whats(ledger) == ["1", "2", "3"]
    _write(ledger, "long", "x" * 10_000)
    assert _whats(ledger) == ["long"]
    for number in range(4):
        _write(ledger, str(number))
    assert _whats(ledger) == ["1", "2", "3"]


def test_counts_outlive_the_entries() -> None:
    ledger = Ledger(lambda entry: None, kept=1)
    for what in ("a", "b", "b"):
        _write(ledger, what)
    assert ledger.tally() == [
        {"direction": "api", "what": "b", "verdict": "ok", "count": 2},
        {"direction": "api", "what": "a", "verdict": "ok", "count": 1},
    ]


@pytest.fixture
def busy(phone: Phone, webhook: Webhook) -> Phone:
    """A stand-in on which something has happened: four entries."""
    webhook.answer = lambda seen, number: http("success") if number == 2 else http("no", "500 No")
    phone.act(phone.person(), "text", text="喂")
    phone.call("/cgi-bin/menu/get")
    phone.call("/cgi-bin/getcallbackip")
    return phone


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({}, [1, 2, 3, 4]),
        ({"direction": "push"}, [1, 2]),
        ({"direction": "api"}, [3, 4]),
        ({"what": "text"}, [1, 2]),
        ({"what": "/cgi-bin/menu"}, [3]),
        ({"verdict": "failed"}, [1]),
        ({"verdict": "errcode"}, [3]),
        ({"after": 2}, [3, 4]),
        ({"after": 1, "direction": "push"}, [2]),
        ({"limit": 1}, [4]),
        ({"openid": "oNobody"}, []),
    ],
)
def test_what_one_can_ask(busy: Phone, query: dict[str, Any], ids: list[int]) -> None:
    entries = busy.client.get("/phone/wire", query_string=query).get_json()["entries"]
    assert [entry["id"] for entry in entries] == ids


def test_counts_over_http(busy: Phone) -> None:
    tally = busy.client.get("/phone/tally").get_json()["tally"]
    assert {(one["what"], one["verdict"]): one["count"] for one in tally} == {
        ("text", "failed: HTTP 500"): 1,
        ("text", "acknowledged"): 1,
        ("/cgi-bin/menu/get", "errcode 46003"): 1,
        ("/cgi-bin/getcallbackip", "ok"): 1,
    }


def test_nothing_asked_fits_everything() -> None:
    assert Wanted().fits({"id": 1, "openid": "o", "direction": "push", "what": "text", "verdict": "ok"})
