"""Reminders and the morning's overview: when they are due, for whom, and never twice."""

import random
import threading
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest

import models
from congress import agenda, catalogue
from congress.agenda import Item
from congress.catalogue import BEIJING, naive
from congress.notices import changes, outbox, overview, reminders, switches
from congress.notices.quiet import Quiet
from congress.notices.reminders import Times
from handover.kinds import Change, Occasion

DAY = date(2019, 5, 6)
TIMES = Times.read([30, 60], "21:30-07:00", "07:00")
PEOPLE = (("A-001", "正式代表"), ("A-002", "正式代表"), ("A-003", "特邀代表"), ("A-004", "列席人员"))
ITEMS = {
    "breakfast": ("07:00", "早餐", "中餐厅", ""), "opening": ("09:00", "开幕大会", "报告厅", "全体代表、特邀代表"),
    "groups": ("14:00", "分组讨论", "各代表团讨论地点（见附表）", "全体代表"),
    "presidium": ("19:30", "主席团会议", "", "主席团成员"), "coach": ("22:15", "夜班车", "驻地楼前", "全体代表"),
}  # fmt: skip


def at(written: str, day: date = DAY) -> datetime:
    """A time of day, aware."""
    return datetime.combine(day, time.fromisoformat(written), BEIJING)


@pytest.fixture
def _congress(database_url: str) -> None:
    for badge, category in PEOPLE:
        models.Delegate.create(badge=badge, name="甲", category=category, delegation="东城区代表团")
    for key, (starts, title, place, audience) in ITEMS.items():
        moment = naive(at(starts))
        models.AgendaItem.create(
            key=key, day=DAY, starts=moment, ends=moment + timedelta(minutes=90), title=title, place=place,
            audience=audience, remark="请佩戴代表证" if key == "opening" else "",
        )  # fmt: skip
    models.Revision.raise_()


def move(key: str, starts: datetime) -> None:
    """Give an item another time."""
    values = {"starts": naive(starts), "ends": naive(starts) + timedelta(minutes=90), "day": starts.date()}
    models.AgendaItem.update(values).where(models.AgendaItem.key == key).execute()
    models.Revision.raise_()
    catalogue.expire()


def written(kind: str = "reminder") -> list[tuple[str, datetime, tuple[str, ...]]]:
    """Mark, when it was written, and for whom."""
    return [(each.mark, each.at, each.audience.badges) for each in reversed(outbox.notices(kind=kind))]


def tick(*moments: datetime, times: Times = TIMES) -> None:
    """Look at each of these times."""
    for moment in moments:
        reminders.plan(moment, times)
        overview.plan(moment, times)


def every(seconds: int, begin: datetime, end: datetime) -> list[datetime]:
    """The times of a steady look."""
    return [begin + timedelta(seconds=n) for n in range(0, int((end - begin).total_seconds()), seconds)]


@pytest.mark.parametrize(
    ("starts", "before", "overview_at", "expected"),
    [
        ("09:00", 30, "07:00", at("08:30")),
        ("07:15", 30, "07:00", None),  # 6:45 is quiet, and the overview at 7:00 tells of it
        ("07:00", 30, "07:00", at("21:20", DAY - timedelta(days=1))),  # the overview would come too late
        ("07:15", 30, "", at("21:20", DAY - timedelta(days=1))),
        ("07:30", 30, "07:00", at("07:00")),
        ("22:00", 30, "", at("21:20")),
        ("22:00", 30, "07:00", None),
        ("21:59", 30, "07:00", at("21:29")),
        ("09:00", 24 * 60, "07:00", at("09:00", DAY - timedelta(days=1))),
        ("05:30", 24 * 60, "07:00", at("21:20", DAY - timedelta(days=2))),
    ],
)
def test_when_a_reminder_is_due(starts: str, before: int, overview_at: str, expected: datetime | None) -> None:
    item = Item("k", DAY, at(starts), None, "会")
    assert reminders.due(item, timedelta(minutes=before), Times.read([], "21:30-07:00", overview_at)) == expected


@pytest.mark.parametrize(
    ("written", "held"), [("21:30-07:00", "00:00 06:59 21:30"), ("12:00-13:00", "12:00 12:59"), ("", "")]
)
def test_quiet_hours(written: str, held: str) -> None:
    quiet = Quiet.read(written)
    moments = "00:00 06:59 07:00 11:59 12:00 12:59 13:00 21:29 21:30"
    assert " ".join(each for each in moments.split() if quiet.holds(at(each))) == held


@pytest.mark.usefixtures("_congress")
def test_a_day_of_reminders() -> None:
    tick(*every(60, at("21:00", DAY - timedelta(days=1)), at("23:59")))
    delegates, eve = ("A-001", "A-002"), DAY - timedelta(days=1)
    assert written() == [
        ("reminder:breakfast:201905060700:30", at("21:20", eve), ("A-001", "A-002", "A-003", "A-004")),
        ("reminder:opening:201905060900:60", at("08:00"), ("A-001", "A-002", "A-003")),
        ("reminder:opening:201905060900:30", at("08:30"), ("A-001", "A-002", "A-003")),
        ("reminder:groups:201905061400:60", at("13:00"), delegates),
        ("reminder:groups:201905061400:30", at("13:30"), delegates),
        ("reminder:coach:201905062215:60", at("21:15"), delegates),
    ]
    assert written("overview") == [
        ("overview:20190506:1", at("07:00"), delegates), ("overview:20190506:2", at("07:00"), ("A-003",)),
        ("overview:20190506:3", at("07:00"), ("A-004",)),
    ]  # fmt: skip


@pytest.mark.usefixtures("_congress")
def test_what_they_say() -> None:
    tick(at("21:20", DAY - timedelta(days=1)), at("07:00"), at("08:30"), at("13:30"))
    said = {each.mark: each for each in (*outbox.notices(kind="reminder"), *outbox.notices(kind="overview"))}
    opening = said["reminder:opening:201905060900:30"]
    assert opening.words == (
        "【会议提醒】开幕大会\n时间：今天 5月6日（周一）上午9:00—10:30\n地点：报告厅\n提示：请佩戴代表证"
    )
    assert (opening.title, opening.expires, opening.url, opening.details) == (
        "会议提醒：开幕大会", at("09:00"), "/agenda/opening",
        {"item": "开幕大会", "when": "2019年5月6日 9:00", "place": "报告厅", "note": "请佩戴代表证"},
    )  # fmt: skip
    assert said["reminder:breakfast:201905060700:30"].words == (
        "【会议提醒】早餐\n时间：明天 5月6日（周一）上午7:00—8:30\n地点：中餐厅"
    )
    assert said["reminder:groups:201905061400:30"].words.split("\n")[2:] == [
        "地点：各代表团讨论地点（见附表）",
        "发“我的讨论地点”，就能看到您在哪个会议室。",
    ]
    assert said["overview:20190506:2"].words == (
        "【今日日程】5月6日（周一），您有 2 项：\n上午7:00—8:30　早餐\n　　中餐厅\n"
        "上午9:00—10:30　开幕大会\n　　报告厅\n发“我的名片”看座位、房间和乘车。"
    )
    assert said["overview:20190506:2"].expires == at("10:30")


@pytest.mark.usefixtures("_congress")
@pytest.mark.parametrize("seed", range(6))
def test_whenever_one_looks_each_is_told_once(seed: int) -> None:
    """Looks at any times, in any order of processes: one notice for each item, time and lead, as if one had looked."""
    chance = random.Random(seed)
    looks = every(20, at("07:05"), at("21:29"))
    # Gaps, and several processes that look at the same moment or a little in the past.
    picked = sorted(chance.sample(looks, 400)) + chance.choices(looks, k=40)
    picked = [each for each in picked for _ in range(chance.choice((1, 1, 2)))]
    tick(*picked)
    found = written()
    assert len(found) == len({mark for mark, _, _ in found})
    for mark, moment, badges in found:
        _, key, _, before = mark.split(":")
        starts = at(ITEMS[key][0])
        assert starts - timedelta(minutes=int(before)) <= moment < starts
        assert badges == (("A-001", "A-002", "A-003") if key == "opening" else ("A-001", "A-002"))
    # With a look at least every half hour nobody is left without.
    assert {mark.split(":")[1] for mark, _, _ in found} == {"opening", "groups", "coach"}


@pytest.mark.usefixtures("_congress")
def test_after_a_stop_the_last_that_is_overdue_goes_out_alone() -> None:
    tick(at("08:40"), at("08:41"))
    assert [mark for mark, _, _ in written()] == ["reminder:opening:201905060900:30"]
    tick(at("14:00"))
    assert len(written()) == 1


@pytest.mark.usefixtures("_congress")
def test_an_item_that_is_moved_is_reminded_of_at_its_new_time() -> None:
    tick(at("08:00"))
    move("opening", at("10:00"))
    tick(*every(60, at("08:01"), at("10:00")))
    assert [(mark, moment) for mark, moment, _ in written()] == [
        ("reminder:opening:201905060900:60", at("08:00")), ("reminder:opening:201905061000:60", at("09:00")),
        ("reminder:opening:201905061000:30", at("09:30")),
    ]  # fmt: skip


@pytest.mark.usefixtures("_congress")
def test_who_was_just_told_of_the_change_is_not_reminded_at_once() -> None:
    row = models.AgendaItem.select().where(models.AgendaItem.key == "opening").dicts().get()
    later = {"starts": naive(at("09:20")), "ends": naive(at("10:30"))}
    changes.tell([Change("opening", row, row | later)], Occasion(at("08:55")))
    move("opening", at("09:20"))
    tick(at("08:56"), at("09:10"))
    assert written() == []


@pytest.mark.usefixtures("_congress")
def test_a_withdrawn_item_is_not_reminded_of() -> None:
    models.AgendaItem.update(withdrawn=True).where(models.AgendaItem.key == "opening").execute()
    models.Revision.raise_()
    catalogue.expire()
    tick(at("08:30"))
    assert written() == []


@pytest.mark.usefixtures("_congress")
def test_the_overview_comes_late_after_a_stop_but_not_stale() -> None:
    tick(at("09:59"))
    assert [badges for _, _, badges in written("overview")] == [("A-001", "A-002"), ("A-003",)]
    assert [each.words.split("\n")[1] for each in outbox.notices(kind="overview")] == ["上午9:00—10:30　开幕大会"] * 2
    tick(at("10:30", DAY + timedelta(days=1)))
    assert len(written("overview")) == 2


@pytest.mark.usefixtures("_congress")
@pytest.mark.parametrize("kind", ["reminder", "overview"])
def test_a_kind_that_is_switched_off_is_not_written(kind: str) -> None:
    switches.turn(kind, False, "office", at("06:00"))
    tick(at("07:00"), at("08:30"))
    other: Sequence[object] = written("overview" if kind == "reminder" else "reminder")
    assert (written(kind), bool(other)) == ([], True)


@pytest.mark.usefixtures("_congress")
def test_processes_that_look_at_the_same_moment_plan_once() -> None:
    agenda.items()  # what every process has read already
    ready, found = threading.Barrier(4), [0] * 4

    def look(place: int) -> None:
        ready.wait()
        found[place] = reminders.plan(at("08:30"), TIMES) + overview.plan(at("08:30"), TIMES)
        models.close()

    threads = [threading.Thread(target=look, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [mark for mark, _, _ in written()] == ["reminder:opening:201905060900:30"]
    assert len(written("overview")) == 2
    assert sum(found) == 3
