"""The rules of a stage as a desk enforces them without a network: the same as the server's, case by case."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

import models
from clock import BEIJING
from congress import catalogue
from congress.checkin import entries, roster
from congress.checkin.plan import Count
from congress.checkin.stages import Stage
from congress.checkin.standing import rival, standing
from tests.browser import hall as halls
from tests.browser.hall import Hall, badge, code
from web.console import checkin

pytestmark = [pytest.mark.browser, pytest.mark.long]
START = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)
CASES = 600
PEOPLE = 3  # the last one is a guest


@pytest.fixture
def hall(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Hall]:
    """The product with three people."""
    expect.set_options(timeout=30_000)
    made = halls.hall(database_url, redis_url, tmp_path, people=PEOPLE)
    catalogue.expire()
    yield made
    made.stop()


def _stage(chance: random.Random) -> Stage:
    opens = START + timedelta(minutes=chance.randrange(-3000, 600))
    closes = opens + timedelta(minutes=chance.randrange(1, 4000))
    daily = (time(chance.randrange(6, 12)), time(chance.randrange(12, 24), chance.randrange(60)))
    return Stage(
        "s", "s", "环节", opens, closes, chance.choice([None, daily]), chance.choice(["", "正式代表", "列席人员"]),
        chance.choice(list(Count)), chance.choice([10, 600]),
    )  # fmt: skip


def _servers(stage: Stage, who: str, at: datetime, first: datetime | None) -> list[str]:
    """Outcome and reason of a scan, given when the person was taken before."""
    reason = entries.judge(stage, who, at, at)
    if reason is not None:
        return ["refused", reason.value]
    naive = [models.CheckinEntry(mark="first", at=first.replace(tzinfo=None))] if first else []
    before = standing(naive, stage.count, stage.again_after)
    if rival(before, at.replace(tzinfo=None), stage.count, stage.again_after) is None:
        return ["arrived", ""]
    return ["just_now" if stage.count is Count.EACH else "already", ""]


def test_a_desk_decides_as_the_server_does(chromium: Browser, hall: Hall) -> None:
    chance = random.Random(5)
    places = {badge(number): number - 1 for number in range(1, PEOPLE + 1)}
    asked: list[dict[str, Any]] = []
    expected = []
    for _ in range(CASES):
        stage, who = _stage(chance), badge(chance.randrange(1, PEOPLE + 1))
        # Often at the very edge of the window or of the time after which a scan counts again.
        edge = chance.choice([stage.opens, stage.closes, START + timedelta(minutes=chance.randrange(-3000, 3000))])
        at = edge + timedelta(seconds=chance.choice([-1, 0, 0, 1, 60]))
        ago = chance.choice([0, 1, stage.again_after - 1, stage.again_after, 7200, 86_400])
        first = at - timedelta(seconds=ago) if chance.random() < 0.6 else None
        asked.append({
            "stage": roster._stage(stage, places), "badge": who, "index": places[who], "at": roster.milliseconds(at),
            "first": roster.milliseconds(first) if first else None,
        })  # fmt: skip
        expected.append(_servers(stage, who, at, first))
    desk = halls.desk(chromium, hall, "desk1")
    desk.page.goto(f"{hall.url}/console/sign-in")
    told = desk.page.evaluate(DECIDE, asked)
    desk.context.close()
    wrong = [case for case in zip(asked, told, expected, strict=True) if case[1] != case[2]]
    assert wrong == []
    found = {outcome for outcome, _ in expected} | {why for _, why in expected}
    assert found == {"arrived", "already", "just_now", "refused", "", "early", "late", "closed", "not_entitled"}


def test_where_each_time_counts_a_scan_is_taken_again_after_a_while(chromium: Browser, hall: Hall) -> None:
    desk = halls.desk(chromium, hall, "desk1").open("security", "hall-door")
    desk.context.set_offline(True)
    desk.scan(code(1))
    assert desk.outcome() == "arrived"
    desk.scan(code(1))
    assert desk.outcome() == "just_now"
    desk.page.evaluate("() => { const now = Date.now; Date.now = () => now() + 25_000; }")
    desk.scan(code(1))
    assert desk.outcome() == "arrived"
    desk.scan(code(1))
    assert desk.outcome() == "just_now"
    desk.context.close()


def test_a_roster_ends_and_the_queue_does_not(chromium: Browser, hall: Hall) -> None:
    desk = halls.desk(chromium, hall, "desk1").open()
    desk.kept()
    desk.context.set_offline(True)
    desk.scan(code(1))
    hours = roster.LIFE // timedelta(hours=1) + 1
    desk.page.add_init_script(f"const now = Date.now; Date.now = () => now() + {hours * 3600_000};")
    desk.page.reload()
    expect(desk.by("notice")).to_contain_text("名单已过期")
    expect(desk.by("text")).to_be_hidden()
    kept = desk.page.evaluate(halls.DUMP, "kept")
    assert [each for each in kept if isinstance(each, dict) and '"kind":"roster"' in each.get("payload", "")] == []
    desk.context.set_offline(False)
    desk.settled()
    expect(desk.by("text")).to_be_visible()  # a new roster has come
    assert [(row.badge, row.holds is not None) for row in models.CheckinEntry.select()] == [(badge(1), True)]
    desk.context.close()


def test_a_new_version_of_the_page_replaces_what_was_kept(
    chromium: Browser, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = halls.desk(chromium, hall, "desk1").open()
    desk.kept()
    before = desk.page.evaluate("caches.keys()")
    rendered = checkin.render_template
    monkeypatch.setattr(
        checkin,
        "render_template",
        lambda name, **values: rendered(name, **values).replace("请扫代表证", "新版请扫代表证"),
    )
    desk.page.reload()
    desk.until(f"!(await caches.keys()).includes('{before[0]}')")
    desk.context.set_offline(True)
    desk.page.reload()
    expect(desk.page.locator("#idle")).to_have_text("新版请扫代表证上的二维码")
    desk.context.close()


DECIDE = """async (cases) => {
  const {verdict} = await import('/static/console/checkin/rules.js');
  const {unpacked} = await import('/static/console/checkin/roster.js');
  return cases.map(({stage, badge, index, at, first}) => {
    const [rules] = unpacked({people: [], delegations: [], categories: [], desks: [], stages: [stage]}).stages;
    const seen = new Map(first === null ? [] : [[badge, {at: first}]]);
    const {outcome, why = ''} = verdict(rules, {index, badge}, seen, at);
    return [outcome, why];
  });
}"""
