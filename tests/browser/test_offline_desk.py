"""Check-in desks in real browsers: with a network, without one, and when it comes back."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

import models
from congress import audit
from tests.browser import hall as halls
from tests.browser.hall import Desk, Hall, badge, code, name

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(180)]

PEOPLE = 240
PLACES = ("hall-a", "hall-b", "hall-door")
Open = Callable[..., Desk]


@pytest.fixture
def hall(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Hall]:
    """The product, with a roster and three accounts of desks."""
    made = halls.hall(database_url, redis_url, tmp_path, PEOPLE)
    yield made
    made.stop()


@pytest.fixture
def open_desk(chromium: Browser, hall: Hall) -> Iterator[Open]:
    """A desk in a browser of its own, ready to be used without a network; no script may break in any."""
    desks: list[Desk] = []
    broken: list[str] = []
    expect.set_options(timeout=30_000)

    def opened(login: str = "desk1", place: str = "hall-a", **options: Any) -> Desk:
        made = halls.desk(chromium, hall, login, **options)
        made.context.on("weberror", lambda error: broken.append(str(error.error)))
        desks.append(made.open("report", place))
        made.kept()
        return made

    yield opened
    for each in desks:
        each.context.close()
    assert broken == []


def rows() -> list[tuple[str, str, str, bool]]:
    """Badge, desk, login and whether it counts, of every entry."""
    table = models.CheckinEntry
    chosen = table.select(table.badge, table.desk, table.by, table.holds).order_by(table.badge, table.desk)
    return [(row.badge, row.desk, row.by, row.holds is not None) for row in chosen]


def holders() -> list[str]:
    return [held for held, _, _, counts in rows() if counts]


def test_a_scan_a_second_scan_and_a_refusal_are_told_in_words(hall: Hall, open_desk: Open) -> None:
    desk = open_desk()
    desk.scan(code(7))
    assert (desk.outcome(), desk.by("verdict").inner_text(), desk.by("who").inner_text()) == (
        "arrived", "已签到", name(7),
    )  # fmt: skip
    desk.scan(code(7))
    assert (desk.outcome(), desk.by("verdict").inner_text()) == ("already", "重复签到")
    expect(desk.by("reason")).to_have_text("12:30 已在 大堂A台 签到（desk1）")
    desk.scan("http://weixin.qq.com/q/02somebodyelse")
    assert (desk.outcome(), desk.by("verdict").inner_text(), desk.by("advice").inner_text()) == (
        "refused", "不能签到", "请扫代表证上的码，或输入姓名、证号",
    )  # fmt: skip
    expect(desk.by("count")).to_have_text(f"已到 1 / {PEOPLE} 人")
    desk.settled()
    assert sorted(rows()) == [(badge(7), "hall-a", "desk1", False), (badge(7), "hall-a", "desk1", True)]
    assert [line.what for line in audit.lines(what="checkin.roster")] == ["checkin.roster"]


def test_names_initials_and_numbers_find_a_person(hall: Hall, open_desk: Open) -> None:
    desk = open_desk()
    field = desk.by("text")
    field.press_sequentially("33", delay=80)
    expect(desk.by("suggestion").first).to_contain_text(badge(33))
    field.fill("")
    field.press_sequentially("BJ14-0034", delay=80)
    field.press("Enter")
    expect(desk.by("who")).to_have_text(name(34))
    field.fill(name(35))
    named = [number for number in range(1, PEOPLE + 1) if name(number) == name(35)]
    expect(desk.by("suggestion")).to_have_count(len(named))
    desk.by("suggestion").filter(has_text=badge(35)).click()
    expect(desk.by("which")).to_contain_text(badge(35))
    field.press_sequentially("zjg", delay=80)
    expect(desk.by("suggestion").first).to_be_visible()
    field.press("Enter")
    expect(desk.by("hint")).to_contain_text("请点选")
    desk.settled()
    assert holders() == [badge(34), badge(35)]


def test_a_gun_is_read_from_its_keys_in_the_middle_of_an_input_method(hall: Hall, open_desk: Open) -> None:
    desk = open_desk()
    desk.by("text").fill("http：、、weixin。qq")  # what an input method makes of the first keys
    desk.page.evaluate(
        halls.GUN.replace("{key, code,", "{key: 'Process', keyCode: 229, isComposing: true, code,"), code(9)
    )
    expect(desk.by("who")).to_have_text(name(9))
    expect(desk.by("text")).to_have_value("")
    # Without keys, as some layouts give it: the text alone, in full-width marks and with Caps Lock on.
    desk.by("text").fill("HTTP：／／WEIXIN。QQ。COM／Q／" + code(10).rpartition("/")[2].swapcase())
    desk.by("text").press("Enter")
    expect(desk.by("who")).to_have_text(name(10))
    desk.settled()
    assert holders() == [badge(9), badge(10)]


def test_a_check_in_is_taken_back(hall: Hall, open_desk: Open) -> None:
    desk = open_desk()
    desk.scan(code(1))
    desk.settled()
    desk.by("undo").click()
    desk.by("undo-dialog").get_by_text("扫错了人").click()
    expect(desk.by("recent")).to_have_attribute("data-state", "undone")
    assert holders() == []
    assert [(line.by, line.subject, line.detail) for line in audit.lines(what="checkin.undo")] == [
        ("desk1", badge(1), "report: 扫错了人")
    ]
    desk.context.set_offline(True)
    desk.scan(code(2))
    desk.scan(code(1))
    assert desk.outcome() == "arrived"  # it was taken back: no duplicate
    desk.by("undo").first.click()
    desk.by("undo-dialog").get_by_text("其他原因").click()
    expect(desk.by("recent").first).to_have_attribute("data-state", "withdrawn")
    desk.context.set_offline(False)
    desk.settled()
    assert holders() == [badge(2)]


def test_a_roster_with_a_broken_signature_is_refused(hall: Hall, open_desk: Open) -> None:
    desk = open_desk()
    desk.scan(code(1))
    desk.settled()
    desk.context.set_offline(True)
    desk.page.evaluate(FORGE, name(2))
    desk.page.reload()
    expect(desk.by("notice")).to_contain_text("签名不对")
    expect(desk.by("text")).to_be_hidden()
    desk.context.set_offline(False)
    expect(desk.by("text")).to_be_visible()  # a genuine one has come
    desk.scan(code(2))
    assert desk.by("who").inner_text() == name(2)


def test_a_session_that_ended_meanwhile_loses_nothing(hall: Hall, open_desk: Open) -> None:
    desk = open_desk()
    desk.context.set_offline(True)
    for number in (1, 2, 3):
        desk.scan(code(number))
    models.Staff.update(generation=models.Staff.generation + 1).where(models.Staff.login == "desk1").execute()
    desk.context.set_offline(False)
    expect(desk.by("notice")).to_contain_text("3 条记录保存在本机")
    assert rows() == []
    desk.by("notice-action").click()
    desk.page.wait_for_url("**/sign-in**")
    desk.sign_in()
    desk.settled()
    assert holders() == [badge(1), badge(2), badge(3)]


def test_signing_out_warns_and_wipes_the_roster(hall: Hall, open_desk: Open) -> None:
    desk = open_desk()
    desk.page.route("**/checkin/arrive", lambda route: None)  # signed in and reachable, yet no answer comes
    desk.scan(code(1))
    expect(desk.by("waiting")).to_have_text("1 条待上传")
    expect(desk.by("link")).to_have_attribute("data-state", "online")
    desk.by("sign-out").click()
    expect(desk.by("leave-dialog")).to_contain_text("还有 1 条没有上传")
    desk.by("leave-dialog").locator('button[value="yes"]').click()
    desk.page.wait_for_url("**/sign-in**")
    assert [desk.dump("kept"), [row["badge"] for row in desk.dump("log")]] == [[], [badge(1)]]
    desk.page.unroute("**/checkin/arrive")
    desk.page.goto(f"{hall.url}/console/checkin")
    desk.sign_in()
    desk.settled()
    assert holders() == [badge(1)]


@pytest.mark.parametrize(("cut", "scans", "twice"), [("network", 200, 20), ("server", 60, 6)])
def test_three_desks_without_a_network_lose_nothing(
    hall: Hall, open_desk: Open, cut: str, scans: int, twice: int
) -> None:
    desks = [open_desk(f"desk{each + 1}", place) for each, place in enumerate(PLACES)]
    if cut == "server":
        hall.stop()
    else:
        for desk in desks:
            desk.context.set_offline(True)
    plan = _plan(scans, twice)
    done: Counter[int] = Counter()
    for step, (number, who) in enumerate(plan):
        desks[who].scan(code(number))
        assert desks[who].outcome() == "arrived", (step, number, who)
        done[who] += 1
        if step == scans // 2:
            desks[0].page.reload()
            expect(desks[0].by("text")).to_be_visible()
            expect(desks[0].by("link")).to_have_attribute("data-state", "offline")
    for who, desk in enumerate(desks):
        expect(desk.by("waiting")).to_have_text(f"{done[who]} 条待上传")
    second = Desk(desks[0].context, hall, "desk1")  # the same queue in another tab
    second.page.goto(f"{hall.url}/console/checkin")
    expect(second.by("waiting")).to_have_text(f"{done[0]} 条待上传")
    assert rows() == []

    if cut == "server":
        hall.start()
    else:
        for desk in desks:
            desk.context.set_offline(False)
    for desk in desks:
        desk.settled()
    expected = {badge(number) for number, _ in plan}
    found = rows()
    scanned = Counter((badge(number), PLACES[who]) for number, who in plan)
    assert Counter((held, desk) for held, desk, _, _ in found) == scanned
    assert len(found) == scans
    assert sorted(holders()) == sorted(expected)
    # Of the two desks of a duplicate the one whose queue came second is told of it, and of the other desk.
    told = [desk.dump("findings") for desk in desks]
    double = [number for number, count in Counter(number for number, _ in plan).items() if count > 1]
    assert len(double) == twice
    assert sorted(row["badge"] for each in told for row in each) == sorted(map(badge, double))
    assert [row for each in told for row in each if not scanned[row["badge"], row["first"]["desk"]]] == []
    assert [row for each in told for row in each if row["desk"] == row["first"]["desk"]] == []
    for desk, each in zip(desks, told, strict=True):
        expect(desk.by("finding")).to_have_count(len(each))
    busiest = max(range(len(PLACES)), key=lambda who: len(told[who]))
    while desks[busiest].by("finding").count():
        left = desks[busiest].by("finding").count()
        desks[busiest].by("understood").first.click()
        expect(desks[busiest].by("finding")).to_have_count(left - 1)
    assert desks[busiest].dump("findings") == []
    print(f"\n{cut}: {len(found)} scans, {len(expected)} people, {sum(map(len, told))} duplicates told, 0 lost")


def _plan(scans: int, twice: int) -> list[tuple[int, int]]:
    """Number of the badge and desk of each scan; `twice` of the people come a second time, to another desk."""
    chance = random.Random(14)
    people = chance.sample(range(1, PEOPLE + 1), scans - twice)
    plan = [(number, chance.randrange(len(PLACES))) for number in people]
    for number, who in chance.sample(plan[: len(plan) // 2], twice):
        plan.insert(
            chance.randrange(len(plan) // 2 + 10, len(plan)), (number, (who + 1 + chance.randrange(2)) % len(PLACES))
        )
    return plan


FORGE = """(name) => new Promise((resolve, reject) => {
  const request = indexedDB.open('checkin');
  request.onsuccess = () => {
    const kept = request.result.transaction('kept', 'readwrite').objectStore('kept');
    kept.get('roster').onsuccess = ({target: {result}}) => {
      const payload = result.payload.replace(`"${name}"`, '"冒名者"');
      if (payload === result.payload) reject(new Error('nothing was forged'));
      kept.put({...result, payload}, 'roster').onsuccess = () => { request.result.close(); resolve(); };
    };
  };
})"""
