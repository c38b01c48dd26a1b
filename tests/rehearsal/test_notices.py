"""Judging notices: told once, to those whom they concern and to nobody else, by what stood on their screens."""

from datetime import datetime, timedelta

import pytest

import models
from congress.catalogue import BEIJING, naive
from congress.notices import outbox
from congress.notices.audience import Audience
from rehearsal import drawing, roster
from rehearsal.judging.aftermath import Bubble
from rehearsal.judging.notices import Line, Notices, Seen, judge
from rehearsal.wire import Service

PLAN = drawing.draw(60, 1)
OPENIDS = [f"o{number:04d}" for number in range(60)]
AT = datetime(2019, 5, 6, 11, 7, tzinfo=BEIJING)
WEB = "http://127.0.0.1:8000"
WORDS = "【日程变动】分组讨论 改到 5月6日（星期一）下午2:30—5:30（原 下午2:00—5:30）"
CARDS = {"change": frozenset({"TM-change"}), "reminder": frozenset({"TM-reminder"})}
CARD = Bubble("template", "", f"{WEB}/agenda/0506-fenzu", "TM-change")
SERVICE = Bubble("service", WORDS)
BANNER = Bubble("reply", f"{WORDS}\n\n午餐 12:00—13:30")

CONCERNED = roster.attending("分组讨论") or frozenset()
BOUND = {
    openid: who.delegate.badge for openid, who in zip(OPENIDS, PLAN.cast, strict=True) if who.binds and who.delegate
}
WANTED = [openid for openid, badge in BOUND.items() if badge in CONCERNED]
OTHERS = [openid for openid in OPENIDS if openid not in WANTED]

pytestmark = pytest.mark.usefixtures("database_url")


def write(badges: frozenset[str] = CONCERNED) -> int:
    """The notice of the moved item, everybody's row in the ledger."""
    number = outbox.write(
        "change", "change:1", Audience.of_badges(sorted(badges)), WORDS, AT, url="/agenda/0506-fenzu", title="日程变动"
    )
    openids = {badge: openid for openid, badge in BOUND.items()}
    rows = [
        {"notice": number, "batch": 1, "openid": openids.get(badge, f"#{badge}"), "badge": badge,
         "state": "sent" if badge in openids else "gone", "due": naive(AT)}
        for badge in badges
    ]  # fmt: skip
    models.NoticeRecipient.insert_many(rows).execute()
    models.Notice.update(recipients=len(rows)).execute()
    return number


def set_row(openid: str, **values: str) -> None:
    models.NoticeRecipient.update(values).where(models.NoticeRecipient.openid == openid).execute()


def told(bubbles: dict[str, list[Bubble]], services: tuple[Service, ...] = ()) -> Notices:
    everybody = {openid: bubbles.get(openid, []) for openid in OPENIDS}
    return judge(PLAN, PLAN.acts, OPENIDS, Seen(everybody, services, {"change": 1000.0}, frozenset(), CARDS), WEB)


def one(found: Notices) -> Line:
    (line,) = found.lines
    return line


def test_there_are_people_whom_it_concerns_and_others() -> None:
    assert len(WANTED) > 40
    assert any(who.delegate and who.delegate.badge not in CONCERNED for who in PLAN.cast)


def test_each_once_by_whichever_way() -> None:
    write()
    ways = [SERVICE, CARD, BANNER]
    found = told({openid: [ways[number % 3]] for number, openid in enumerate(WANTED)})
    line = one(found)
    assert (line.wanted, line.twice, line.lost, line.wrong) == (len(WANTED), 0, 0, 0)
    assert line.channels["service"] + line.channels["template"] + line.banner == len(WANTED)


def test_twice_lost_and_to_the_wrong_person() -> None:
    write()
    shown = {openid: [SERVICE] for openid in WANTED[2:]}
    shown |= {WANTED[0]: [SERVICE, CARD], OTHERS[0]: [SERVICE]}
    found = told(shown)
    assert (found.twice, found.lost, found.wrong) == (1, 1, 1)


def test_a_banner_that_waits_is_not_lost_and_one_after_an_unsure_call_is_not_twice() -> None:
    write()
    set_row(WANTED[0], state="banner")
    set_row(WANTED[1], state="told", why="unsure")
    set_row(WANTED[2], state="told")
    shown = {openid: [SERVICE] for openid in WANTED[3:]}
    shown |= {WANTED[1]: [SERVICE, BANNER], WANTED[2]: [SERVICE, BANNER]}
    line = one(told(shown))
    assert (line.waiting, line.unsure, line.twice, line.lost) == (1, 1, 1, 0)


def test_somebody_missing_from_the_ledger_or_too_many_in_it_are_wrong() -> None:
    stranger = next(each.badge for each in roster.read() if each.badge not in CONCERNED)
    write(CONCERNED - {BOUND[WANTED[0]]} | {stranger})
    line = one(told({openid: [SERVICE] for openid in WANTED[1:]}))
    assert (line.wrong, line.lost) == (2, 1)


def test_another_kind_s_card_of_the_same_item_is_another_notice() -> None:
    write()
    reminder = Bubble("template", "", CARD.url, "TM-reminder")
    assert one(told({openid: [CARD, reminder] for openid in WANTED})).twice == 0


def test_who_leaves_within_the_hour_need_not_be_told() -> None:
    leaving = next(act for act in PLAN.acts if act.do == "unfollow" and OPENIDS[act.person] in WANTED)
    write()
    models.Notice.update(at=naive(datetime.fromtimestamp(leaving.at, BEIJING) - timedelta(minutes=5))).execute()
    line = one(told({openid: [SERVICE] for openid in WANTED if openid != OPENIDS[leaving.person]}))
    assert (line.lost, line.wanted < len(WANTED)) == (0, True)


def test_the_time_since_the_load() -> None:
    write()
    services = (
        Service(WANTED[0], 1002.5, WORDS), Service(WANTED[1], 1009.0, "", "template", CARD.url, CARD.card),
        Service(WANTED[2], 1090.0, "别的话"),
    )  # fmt: skip
    found = told({openid: [SERVICE] for openid in WANTED}, services)
    assert found.delays == ((2.5, "service"), (9.0, "template"))
    assert found.slowest == 9.0


def test_announcements_go_to_those_who_are_absent() -> None:
    came = frozenset(BOUND.values())
    absent = frozenset(each.badge for each in roster.read()) - came
    number = outbox.write(
        "announcement", "announcement:1", Audience("absent", "report"), "请尽快报到", AT, title="请尽快报到"
    )
    row = {"notice": number, "batch": 1, "state": "gone", "due": naive(AT)}
    models.NoticeRecipient.insert_many([row | {"openid": f"#{badge}", "badge": badge} for badge in absent]).execute()
    models.Notice.update(recipients=len(absent)).execute()
    bubbles = {openid: list[Bubble]() for openid in OPENIDS} | {WANTED[0]: [Bubble("service", "请尽快报到")]}
    line = one(judge(PLAN, PLAN.acts, OPENIDS, Seen(bubbles, (), {}, came), WEB))
    assert (line.wanted, line.wrong, line.slowest) == (0, 1, None)


@pytest.mark.parametrize(("kind", "late", "lost"), [("reminder", 1, 0), ("change", 0, 1)])
def test_a_reminder_may_come_too_late_at_this_speed_and_a_change_may_not(kind: str, late: int, lost: int) -> None:
    write()
    models.Notice.update(kind=kind, title="会议提醒：分组讨论").execute()
    set_row(WANTED[0], state="dropped", why="expired")
    line = one(told({openid: [SERVICE] for openid in WANTED[1:]}))
    assert (line.late, line.lost) == (late, lost)
