"""Follows, scans, other events and messages that are no words."""

import peewee
import pytest

import models
from congress import agenda, catalogue, delegations, scans
from tests.handlers.phone import AT, Phone, on, told
from wechat.replies import Nothing

WELCOME = "您好，欢迎关注！我是大会的信息小助手。"


def test_a_follow_is_welcomed(phone: Phone) -> None:
    words = told(phone.send("event", event="subscribe"))
    assert words.startswith(WELCOME)
    assert [column in words for column in ("大会服务", "大会聚焦", "代表风采")] == [True, True, True]


@pytest.mark.parametrize(("event", "after"), [("subscribe", "谢谢关注！"), ("SCAN", "还想知道什么？")])
def test_a_scan_is_answered_first_and_counted_once(phone: Phone, event: str, after: str) -> None:
    opening = next(item for item in agenda.items() if item.title == "开幕大会")
    room = delegations.delegation("平谷区代表团").key
    starts = {
        "desk_hall-a": "欢迎参加大会！\n集中报到已结束。",
        f"item_{opening.key}": "开幕大会正在进行，11:30结束（今天 ",
        "column_focus": '大会聚焦\n· <a href="/pages.article/',
        f"delegation_{room}": "讨论地点：3号楼",
    }
    for scene, start in starts.items():
        words = told(phone.send("event", event=event, scene=scene, key=scene))
        assert words.startswith(start)
        assert after in words
        assert scans.of(scene) == 1


def test_a_scan_that_can_not_be_counted_is_answered_all_the_same(phone: Phone) -> None:
    known = told(phone.send("event", event="SCAN", scene="desk_hall-a", key="desk_hall-a"))
    models.database.execute_sql("ALTER TABLE scan RENAME TO away")
    try:
        assert told(phone.send("event", event="SCAN", scene="desk_hall-a", key="desk_hall-a")) == known
        assert isinstance(phone.trouble, peewee.PeeweeException)
    finally:
        models.database.execute_sql("ALTER TABLE away RENAME TO scan")
    assert scans.of("desk_hall-a") == 1


def test_the_desk_tells_of_the_check_in_first_then_of_the_rest(phone: Phone) -> None:
    def scan(at: str) -> str:
        return told(phone.send("event", on(at), event="SCAN", scene="desk_hall-a", key="desk_hall-a"))

    place = "地点：会议中心一层大堂报到处\n提示：请携带身份证，扫码领取“信息小助手”\n\n"
    comes = "接下来：\n16:00—17:00　各代表团召集人会议\n　　第一会议室\n\n"
    assert scan("05-05 12:30").startswith(f"欢迎您来报到！\n时间：今天 13:00—18:00\n{place}{comes}")
    assert scan("05-05 14:00").startswith(f"欢迎您来报到！\n时间：今天 13:00—18:00（进行中）\n{place}{comes}")
    assert "\n\n正在进行：\n16:00—17:00　各代表团召集人会议（进行中）\n" in scan("05-05 16:30")
    late = "欢迎参加大会！\n集中报到已结束。还没有报到，请联系会务人员。\n会务组电话：010-84901111\n\n"
    assert scan("05-05 18:30").startswith(f"{late}正在进行：\n17:30—19:00　晚餐")


def test_the_desk_of_a_congress_without_a_check_in(phone: Phone) -> None:
    models.AgendaItem.update(withdrawn=True).where(models.AgendaItem.title == "代表报到").execute()
    models.Revision.raise_()
    catalogue.expire()
    words = told(phone.send("event", on("05-06 08:45"), event="SCAN", scene="desk_hall-a", key="desk_hall-a"))
    assert words.startswith("欢迎参加大会！\n\n正在进行：\n8:40起　集合入场（进行中）")


@pytest.mark.parametrize(
    "scene", ["item_gone", "column_union-x", "delegation_gone", "delegate_BJ14-9999", "stranger_1", "x"]
)
def test_a_code_that_is_not_ours(phone: Phone, scene: str) -> None:
    words = told(phone.send("event", event="subscribe", scene=scene, key=f"qrscene_{scene}"))
    assert words.startswith("抱歉，这个二维码对应的内容已经更新或不存在了。\n\n" + WELCOME)
    assert models.Scan.select().count() == 0


@pytest.mark.parametrize(
    "event", ["unsubscribe", "VIEW", "LOCATION", "MASSSENDJOBFINISH", "view_miniprogram", "new_thing"]
)
def test_other_events_are_left_alone(phone: Phone, event: str) -> None:
    assert phone.send("event", event=event, key="x") == Nothing()


def test_a_button_of_an_old_menu(phone: Phone) -> None:
    assert told(phone.tap("gone.key")).startswith("抱歉，这个菜单已经更新")


def test_a_voice_that_nobody_recognised(phone: Phone) -> None:
    assert told(phone.send("voice", text="")).startswith("抱歉，这段语音我没有听清。")
    assert told(phone.send("voice", text="今天还有什么会。")).startswith("今天 5月6日（周一）日程")


@pytest.mark.parametrize("kind", ["image", "video", "shortvideo", "link", "file"])
def test_messages_without_words(phone: Phone, kind: str) -> None:
    assert told(phone.send(kind)).startswith("收到了，谢谢您。")


def test_the_nearest_station(phone: Phone) -> None:
    for code, latitude in (("far", 40.0), ("near", 39.91)):
        models.Station.create(
            code=code,
            name=f"{code} station",
            address="some road",
            latitude=latitude,
            longitude=116.4,
            located=True,
            hours="24小时",
            phone="010-1",
        )
    words = told(phone.send("location", fields={"Location_X": "39.9078", "Location_Y": "116.4"}))
    assert words == (
        "离您最近的驿站：\n\n1. near station\n距离：约245米\n地址：some road\n开放：24小时（现在开放）\n电话：010-1\n\n"
        "2. far station\n距离：约10.3公里\n地址：some road\n开放：24小时（现在开放）\n电话：010-1"
    )


@pytest.mark.parametrize(
    "fields", [{}, {"Location_X": "x", "Location_Y": "1"}, {"Location_X": "nan", "Location_Y": "1"}]
)
def test_a_position_that_is_none(phone: Phone, fields: dict[str, str]) -> None:
    assert told(phone.send("location", AT, fields=fields)) != ""
    assert models.Station.select().count() == 0
