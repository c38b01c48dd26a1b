"""Kill -9 of any process at any moment: nobody is sent a notice twice, and nobody is left out."""

import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bench.product import Product, killed, running, until
from congress.notices import outbox
from congress.notices.audience import Audience
from congress.notices.outbox import State
from models import Notice, NoticeRecipient

KILLS = 100
PEOPLE = 240  # a third has grants, a third a window, a third neither
WEIGHTS = {"sender's child": 72, "sender": 8, "beat": 8, "store": 12}
SLOW = 0.5  # seconds that the platform takes for a message, so that kills find calls under way
SEED = int(os.environ.get("KILL_SEED") or time.time())


def strike(product: Product, dice: random.Random) -> str:
    """Kill one process, chosen by the weights, as soon as it runs; what it was."""
    kind = dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    hit: list[int] = []

    def struck() -> bool:
        found = product.children("sender") if kind == "sender's child" else [product.processes[kind].pid]
        hit.extend(pid for pid in dice.sample(found, len(found)) if not hit and killed(pid))
        return bool(hit)

    until(struck, meanwhile=product.revive)
    return kind


def write(product: Product, number: int) -> int:
    """One notice to everybody; its marker is in its words and in what templates take of it."""
    marker = f"N{number:03d}"
    return outbox.write(
        "change", marker, Audience("everyone"), f"议程有变化：{marker}", product.clock.now(), title=marker, by="office",
        details={"item": marker, "when": "2019年5月6日 15:00", "was": "2019年5月6日 14:30", "place": "报告厅",
                 "note": marker},
    )  # fmt: skip


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.timeout(420)
def test_a_hundred_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dice, began = random.Random(SEED), time.monotonic()
    with running(tmp_path) as product:
        product.post("/phone/switches", {"account_grants_add_up": True})
        people = product.people(PEOPLE)
        granting, writing = people[: PEOPLE // 3], people[PEOPLE // 3 : 2 * PEOPLE // 3]
        for _ in range(3):
            product.accept(granting)
        product.write_to_us(writing)
        product.post("/phone/script", [{"path": "/cgi-bin/message/", "fault": "slow", "times": 0, "seconds": SLOW}])
        until(lambda: len(product.children("sender")) == product.settings.senders)
        ready = time.monotonic()
        notices, kills = [write(product, number) for number in range(2)], Counter[str]()
        while kills.total() < KILLS:
            # Once something moves again, at any moment after it.
            until(moves_on(), 120, product.revive)
            time.sleep(dice.uniform(0.0, 0.4))
            kills[strike(product, dice)] += 1
            if waiting() < PEOPLE:
                notices.append(write(product, len(notices)))
        struck = time.monotonic()
        product.post("/phone/script", [])
        until(lambda: not under_way(), 120, product.revive)
        settled = time.monotonic()
        product.post("/phone/settle", {})
        phones = {openid: product.sends(openid) for openid in people}
        calls = product.get("/phone/tally")["tally"]
        ledger = {(row.openid, row.notice): row for row in NoticeRecipient.select()}
    shown = Counter(
        (openid, int(marker)) for openid, all_ in phones.items() for _, said in all_
        for marker in re.findall(r"N(\d\d\d)\b", said)[:1]
    )  # fmt: skip
    report(ledger, kills, calls, (ready - began, struck - ready, settled - struck), sum(shown.values()), capsys)
    numbers = {number: order for order, number in enumerate(notices)}
    by_order = {(openid, numbers[number]): row for (openid, number), row in ledger.items()}
    assert len(by_order) == len(notices) * PEOPLE
    assert {row.state for row in by_order.values()} <= {"sent", "banner", "told"}
    assert [key for key, count in shown.items() if count > 1] == []
    # What the ledger calls sent was shown, once; of the rest only that of which nobody knew may have been.
    assert [key for key, row in by_order.items() if row.state == "sent" and shown[key] != 1] == []
    assert [key for key, row in by_order.items() if row.why != "unsure" and row.state != "sent" and shown[key]] == []


def under_way() -> int:
    """Notices that are not through."""
    return int(Notice.select().where(Notice.state != State.DONE.value).count())


def waiting() -> int:
    """Recipients, and notices that have none in the ledger yet."""
    fresh = int(Notice.select().where(~Notice.expanded).count())
    return fresh * PEOPLE + int(NoticeRecipient.select().where(NoticeRecipient.state == "waiting").count())


def moves_on() -> Callable[[], bool]:
    """Whether something was tried for more recipients than now."""

    def moved() -> int:
        return int(NoticeRecipient.select().where(NoticeRecipient.state != "waiting").count())

    before = moved()
    return lambda: moved() > before


def report(
    ledger: Mapping[tuple[str, int], NoticeRecipient], kills: Counter[str], calls: list[dict[str, Any]],
    seconds: tuple[float, float, float], shown: int, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The figures, for whoever reads the log."""
    states = Counter((row.state, row.channel if row.state == "sent" else row.why) for row in ledger.values())
    with capsys.disabled():
        print(f"\nKILL_SEED={SEED}: {kills.total()} kills {dict(kills)}; {len(ledger)} recipients; ready in "
              f"{seconds[0]:.0f} s, killed for {seconds[1]:.0f} s, settled after {seconds[2]:.0f} s")  # fmt: skip
        for (state, why), count in sorted(states.items()):
            print(f"  {state:8} {why:14} {count}")
        print(f"  messages on the phones: {shown}")
        for each in calls:
            if "/message/" in each["what"]:
                print(f"  {each['what']} {each['verdict']}: {each['count']}")
