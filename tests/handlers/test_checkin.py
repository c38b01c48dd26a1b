"""Checking in by the desk's code, in words; guests are welcomed as before."""

import pytest

import models
from congress import catalogue, scans
from congress.checkin import arrivals
from tests.handlers.phone import Phone, on, told
from tests.handlers.test_binding import scan as bind

HALL = "【签到成功】报到\n时间：今天 13:05\n地点：大堂A台\n代表证号：BJ14-0086\n\n"
NEXT = "您的住宿房间：4号楼312\n接下来：请到材料领取台领取会议材料，再到驻地前台办理入住。"
HINT = "代表扫码签到：请先扫代表证上您个人的二维码绑定身份（也可以直接把代表证号发给我），再扫一次这里的二维码。"


@pytest.fixture
def bound(phone: Phone) -> Phone:
    """A delegate of the demo congress."""
    bind(phone, "BJ14-0086")
    return phone


def desk(phone: Phone, key: str, at: str, event: str = "SCAN") -> str:
    scene = f"desk_{key}"
    return told(phone.send("event", on(at), event=event, scene=scene, key=scene))


def kept() -> list[tuple[str, str, str, str, str]]:
    rows = models.CheckinEntry.select().order_by(models.CheckinEntry.id)
    return [(row.stage, row.badge, row.desk, row.by, row.told) for row in rows]


@pytest.mark.parametrize("event", ["SCAN", "subscribe"])
def test_a_delegate_is_checked_in_and_told_what_comes_next(bound: Phone, event: str) -> None:
    assert desk(bound, "hall-a", "05-05 13:05", event) == HALL + NEXT
    assert kept() == [("report", "BJ14-0086", "hall-a", "self", "arrived")]
    assert (scans.of("desk_hall-a"), bound.trouble) == (1, None)
    again = "【您已经签到过】报到\n时间：今天 13:05\n地点：大堂A台\n不用再签。\n\n"
    assert desk(bound, "hall-b", "05-05 14:00") == again + NEXT
    assert [each.seen.desk for each in arrivals.of("BJ14-0086")] == ["hall-a"]


def test_a_guest_is_welcomed_as_before_and_a_delegate_among_them_told_how(phone: Phone) -> None:
    words = desk(phone, "hall-a", "05-05 12:30", "subscribe")
    assert words.startswith("欢迎您来报到！\n时间：今天 13:00—18:00\n地点：会议中心一层大堂报到处\n")
    assert f"\n\n{HINT}\n\n谢谢关注！我是信息小助手。" in words
    assert HINT not in desk(phone, "somewhere", "05-05 12:30")
    assert (kept(), phone.session.state) == ([], "")


def test_staff_had_checked_in_before(bound: Phone) -> None:
    arrivals.arrive("report", "BJ14-0086", on("05-05 12:59"), mark="d:1", desk="hall-b", by="li", how="gun")
    arrivals.arrive("materials", "BJ14-0086", on("05-05 12:59"), mark="d:2", by="li", how="typed")
    assert desk(bound, "hall-a", "05-05 13:05").startswith(
        "【您已经签到过】报到\n时间：今天 12:59\n地点：大堂B台\n不用再签。"
    )
    assert "地点：工作人员处\n不用再签。" in desk(bound, "materials", "05-05 13:05")


NOT_OPEN = [
    ("hall-a", "05-05 11:30", "【还没开始签到】报到\n今天 12:00开始，到时请再扫一次这个二维码。"),
    ("canteen", "05-05 13:00", "【还没开始签到】用餐：5月5日晚餐\n今天 17:20开始，到时请再扫一次这个二维码。"),
    (
        "hall-door", "05-05 21:00",
        "【还没开始签到】会场签到：5月6日开幕大会\n5月6日（周一） 8:00开始，到时请再扫一次这个二维码。",
    ),
    (
        "hall-a", "05-06 12:00",
        "【签到已经结束】报到\n已在今天 12:00结束。还没有签到，请找签到台的工作人员或会务人员。\n"
        "会务组电话：010-84901111",
    ),
]  # fmt: skip


def test_not_open(bound: Phone) -> None:
    for key, at, said in NOT_OPEN:
        assert (desk(bound, key, at), kept()) == (said, [])


def test_over_but_done_in_time(bound: Phone) -> None:
    desk(bound, "hall-a", "05-05 13:05")
    assert desk(bound, "hall-b", "05-07 09:00") == "【您已经签到过】报到\n时间：5月5日（周日） 13:05\n地点：大堂A台"


def test_the_seat_is_told_at_the_door_and_who_does_not_attend_is_told_so(phone: Phone) -> None:
    opening = "【签到成功】会场签到：5月6日开幕大会\n时间：今天 8:30\n地点：报告厅入口\n代表证号：BJ14-0086\n\n"
    bind(phone, "BJ14-0086")
    assert (
        desk(phone, "hall-door", "05-06 08:30") == opening + "您的会场座位：4排2座\n接下来：请对号入座，手机调至静音。"
    )
    guest = models.Delegate.get(models.Delegate.category == "列席人员").badge
    other = Phone("oOTHER")
    bind(other, guest)
    refused = "【不用签到】会场签到：5月7日大会选举\n按日程安排，这一项不用您（列席人员）参加。"
    refused += "如有疑问，请问签到台的工作人员。"
    assert desk(other, "hall-door", "05-07 13:30") == refused
    assert [each[:2] for each in kept()] == [("sitting-0506-kaimudahui", "BJ14-0086")]


def test_who_was_taken_off_the_roster(bound: Phone) -> None:
    models.Delegate.update(withdrawn=True).where(models.Delegate.badge == "BJ14-0086").execute()
    models.Revision.raise_()
    catalogue.expire()
    assert desk(bound, "hall-a", "05-05 13:05").startswith("名册里现在没有您的代表证，请联系会务人员核对。")
    assert kept() == []


def test_asking_for_one_s_own(bound: Phone) -> None:
    office = "如有不符，请联系会务人员。\n会务组电话：010-84901111"
    now = "现在可以签到：\n· 报到\n· 领取材料\n请到签到台扫二维码，或向工作人员出示代表证。\n"
    assert bound.say("我签到了吗", on("05-05 13:00")) == f"您还没有签到记录。\n\n{now}{office}"
    desk(bound, "hall-a", "05-05 13:05")
    desk(bound, "materials", "05-05 13:10")
    done = "您已签到：\n· 报到　今天 13:05（大堂A台）\n· 领取材料　今天 13:10（材料领取台）\n"
    for asked in ("我签到了吗", "我报到了没有？", "签到成功了吗", "签到记录", "have i checked in"):
        assert bound.say(asked, on("05-05 13:20")) == done + office


def test_a_guest_who_asks_hears_how_to_bind(phone: Phone) -> None:
    assert phone.say("我签到了吗").startswith("座位、房间、用餐、乘车等个人信息，只告诉代表本人。\n请先绑定身份")
    assert phone.say("现在可以报到了吗", on("05-05 12:31")).startswith("今天 5月5日（周日） 13:00—18:00 · 代表报到\n")


def test_without_the_database_of_bindings_the_desk_welcomes(bound: Phone) -> None:
    models.database.execute_sql("ALTER TABLE binding RENAME TO away")
    try:
        assert desk(bound, "hall-a", "05-05 13:05").startswith("欢迎您来报到！")
        assert bound.trouble is not None
    finally:
        models.database.execute_sql("ALTER TABLE away RENAME TO binding")
