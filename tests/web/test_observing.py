"""What is told of each delivery: one line, shortened openids, and figures that nobody can grow without bound."""

import time

from prometheus_client import REGISTRY

from web.observing import Line, Observer
from wechat.gateway import Seen

OPENID = "oABCDEFGHIJKLMNOPQRSTUVWXYZ1"


def observed(*seen: Seen) -> list[Line]:
    lines: list[Line] = []
    observer = Observer(lines.extend)
    for each in seen:
        observer(each)
    deadline = time.monotonic() + 60
    while len(lines) < len(seen) and time.monotonic() < deadline:
        time.sleep(0.01)
    return lines


def test_a_line_holds_what_the_operator_needs_and_no_openid():
    before = time.time()
    lines = observed(
        Seen(f"e:{OPENID}:1557030000:CLICK:agenda.today", OPENID, "CLICK", "agenda.on_tap", "answered", 1.2345),
        Seen("", "", "", "", "refused", 0.5, "signature"),
    )
    assert [line[1:] for line in lines] == [
        ("info", "answered", {
            "key": "e:oABCDE…:1557030000:CLICK:agenda.today", "openid": "oABCDE…", "kind": "CLICK",
            "handler": "agenda.on_tap", "ms": 1.23,
        }),
        ("warning", "refused", {
            "key": "", "openid": "", "kind": "other", "handler": "", "ms": 0.5, "reason": "signature",
        }),
    ]  # fmt: skip
    assert all(before <= line[0] <= time.time() for line in lines)


def test_unknown_kinds_count_as_other():
    def count() -> float:
        return REGISTRY.get_sample_value("assistant_deliveries_total", {"kind": "other", "outcome": "silent"}) or 0.0

    before = count()
    observed(*(Seen("k", OPENID, f"made_up_{number}", "events.on_other", "silent", 1.0) for number in range(3)))
    assert count() == before + 3


def test_deliveries_of_a_second_later_are_told_too():
    lines: list[Line] = []
    observer = Observer(lines.extend)
    for expected in (1, 2):
        observer(Seen("k", OPENID, "text", "h", "answered", 1.0))
        deadline = time.monotonic() + 60
        while len(lines) < expected and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(lines) == expected
