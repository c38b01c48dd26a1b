"""Rest stations in words: districts, streets, names, facilities, and going on about those that were listed."""

from datetime import datetime

import pytest

import models
from congress import catalogue
from tests.handlers.phone import AT, Phone, on, told

SEND = "把您的位置发给我：点输入框右边的“+”，选择“位置”，再点“发送位置”"
NEAREST = f"想找最近的，{SEND}。"
ROWS = [
    ("A1", "桥头巷暖心驿站1号", "朝阳区", "某市朝阳区桥头巷5号", 39.95, 116.45, "8:00-20:00", "饮水、充电", "010-1"),
    ("A2", "建国路暖心驿站2号", "朝阳区", "某市朝阳区建国路65号", 39.91, 116.46, "24小时", "卫生间", "010-2"),
    ("A3", "建国路暖心驿站3号", "东城区", "某市东城区建国路1号", 39.90, 116.41, "详询电话", "饮水", "010-3"),
    ("A4", "长岭暖心驿站4号", "长岭县", "某市长岭县大桥路7号", None, None, "", "", ""),
]
ONE = (
    "桥头巷暖心驿站1号\n地址：某市朝阳区桥头巷5号\n开放：8:00-20:00（现在开放）\n电话：010-1\n设施：饮水、充电",
    "建国路暖心驿站2号\n地址：某市朝阳区建国路65号\n开放：24小时（现在开放）\n电话：010-2\n设施：卫生间",
)
FIRST_TWO = (
    "1. 桥头巷暖心驿站1号\n地址：某市朝阳区桥头巷5号\n开放：8:00-20:00（现在开放）\n电话：010-1\n\n"
    "2. 建国路暖心驿站2号\n地址：某市朝阳区建国路65号\n开放：24小时（现在开放）\n电话：010-2"
)


@pytest.fixture(autouse=True)
def _stations(demo: None) -> None:
    for code, name, district, address, latitude, longitude, hours, facilities, phone in ROWS:
        models.Station.create(
            code=code, name=name, district=district, address=address, latitude=latitude, longitude=longitude,
            located=latitude is not None, hours=hours, facilities=facilities, phone=phone,
        )  # fmt: skip
    _changed()


def _changed() -> None:
    models.Revision.raise_()
    catalogue.expire()


def located(phone: Phone, latitude: float, longitude: float, at: datetime = AT) -> str:
    return told(phone.send("location", at, fields={"Location_X": str(latitude), "Location_Y": str(longitude)}))


@pytest.mark.parametrize(
    "text", ["附近的驿站", "最近的驿站在哪", "哪儿能歇脚", "驿站咋查呀", "暖心驿站", "附近的义站", "yizhan zai na"]
)
def test_words_ask_for_a_position(phone: Phone, text: str) -> None:
    asks = f"请{SEND}，我来找最近的暖心驿站。\n也可以说区名、路名，例如“朝阳区的暖心驿站”。"
    assert phone.say(text) == asks


def test_english_words_ask_for_it_in_english(phone: Phone) -> None:
    assert "桥头巷暖心驿站1号" in phone.say("is there a rest station in Chaoyang district?")
    words = phone.say("where is the nearest rest station?")
    assert words.startswith("Send me your location and I will find the nearest rest stations: tap")
    assert "发送位置" in words


@pytest.mark.parametrize(
    "text",
    ["朝阳区的驿站", "朝阳有驿站吗", "某市朝阳区有哪些休息站", "朝陽區的驛站", "潮阳区的驿站", "chaoyangqu yizhan"],
)
def test_a_district(phone: Phone, text: str) -> None:
    called = "朝阳" if text == "朝阳有驿站吗" else "朝阳区"
    assert phone.say(text) == f"“{called}”的暖心驿站有2家：\n\n{FIRST_TWO}\n\n{NEAREST}"
    assert (phone.session.item, phone.session.listed) == ("", ("station:A1", "station:A2"))


def test_a_street(phone: Phone) -> None:
    assert phone.say("建国路附近有驿站吗").startswith(
        "“建国路”（名称或地址）的暖心驿站有2家：\n\n1. 建国路暖心驿站2号\n"
    )
    assert phone.say("朝阳区建国路的驿站") == ONE[1]
    unknown = "抱歉，登记的地址里没有查到您说的地点。可以说区名、路名，例如“朝阳区的暖心驿站”。"
    assert phone.say("望京有休息站吗").startswith(unknown)


@pytest.mark.parametrize("text", ["桥头巷暖心驿站1号", "桥头巷驿站1号", "请问桥头巷暖心驿站1号在哪里"])
def test_a_station_by_its_own_name(phone: Phone, text: str) -> None:
    assert phone.say(text) == ONE[0]
    assert phone.session.item == "station:A1"


def test_without_hours_coordinates_and_telephone(phone: Phone) -> None:
    words = "长岭暖心驿站4号\n地址：某市长岭县大桥路7号\n开放：没有登记，去之前请先打电话"
    assert phone.say("长岭的驿站") == words
    assert phone.say("电话多少") == words.replace("\n地址", "\n电话：没有登记\n地址")


def test_at_most_five_of_many_those_that_are_open_first(phone: Phone) -> None:
    for number in range(7):
        hours = "22:00-23:00" if number < 5 else "9:00-18:00"
        models.Station.create(code=f"B{number}", name=f"湖边暖心驿站{number}号", district="湖边区", hours=hours)
    _changed()
    words = phone.say("湖边区有驿站吗")
    assert words.startswith("“湖边区”的暖心驿站共7家，先列5家：\n\n1. 湖边暖心驿站5号\n")
    assert phone.session.listed == tuple(f"station:B{number}" for number in (5, 6, 0, 1, 2))


def test_going_on_about_those_that_were_listed(phone: Phone) -> None:
    phone.say("朝阳区的驿站")
    assert phone.say("第二个呢") == ONE[1]
    assert phone.say("几点关门") == (
        "建国路暖心驿站2号\n开放：24小时（现在开放）\n地址：某市朝阳区建国路65号\n电话：010-2\n设施：卫生间"
    )
    assert phone.say("1") == ONE[0]
    assert phone.say("电话多少").startswith("桥头巷暖心驿站1号\n电话：010-1\n")
    assert phone.say("那里能充电吗").startswith("桥头巷暖心驿站1号：有充电\n地址")
    assert phone.say("有厕所吗").startswith("桥头巷暖心驿站1号：登记的设施里没有这一项\n")
    assert phone.say("东城区呢").startswith("建国路暖心驿站3号\n")
    assert phone.say("今天下午有什么会").startswith("今天 5月6日")
    assert not phone.say("第二个呢").startswith("建国路")


def test_which_of_those_listed_have_something(phone: Phone) -> None:
    phone.say("朝阳区的驿站")
    phone.say("第一个呢")
    assert phone.say("哪个有厕所").startswith("“朝阳区”有“卫生间”的暖心驿站有1家：\n\n建国路暖心驿站2号\n")


def test_of_all_that_were_found_those_that_fit_are_listed(phone: Phone) -> None:
    phone.say("朝阳区的驿站")
    assert phone.say("现在哪家全天开放").startswith("“朝阳区”全天开放的暖心驿站有1家：\n\n建国路暖心驿站2号\n")
    phone.say("朝阳区的驿站")
    assert phone.say("哪个有热水").startswith("“朝阳区”有“饮水”的")


def test_a_facility_in_a_district_needs_no_word_for_a_station(phone: Phone) -> None:
    words = phone.say("朝阳区哪里能充电")
    assert words.startswith("“朝阳区”有“充电”的暖心驿站有1家：\n\n桥头巷暖心驿站1号\n")
    assert phone.say("朝阳区哪儿能给手机充电") == words
    assert phone.say("有没有充电的地方").startswith("大堂服务台")  # at the congress
    assert phone.say("朝阳区代表团在哪讨论").startswith("讨论地点：")


def test_what_all_stations_have(phone: Phone) -> None:
    assert phone.say("驿站有热水吗").startswith("4家暖心驿站里，2家有“饮水”。\n请把您的位置发给我")
    assert located(phone, 39.95, 116.45).startswith(
        "离您最近、有“饮水”的暖心驿站：\n\n1. 桥头巷暖心驿站1号\n距离：约0米\n"
    )
    assert phone.say("驿站能洗澡吗").startswith(
        "抱歉，暖心驿站登记的设施里没有这一项。登记的有：饮水、充电、卫生间。\n"
    )
    assert phone.say("驿站几点开门").startswith(
        "各暖心驿站开放时间不同：8:00-20:00（1家）、24小时（1家）、详询电话（1家）。\n"
    )
    assert phone.say("全市有多少家驿站").startswith("共登记4家暖心驿站，设施有：饮水、充电、卫生间（各家不同）。\n")
    assert phone.say("现在还开着的驿站有哪些", on("05-06 21:00")).startswith("现在有1家暖心驿站开放。\n")
    assert located(phone, 39.95, 116.45, on("05-06 21:00")).startswith(
        "离您最近、现在开放的暖心驿站：\n\n建国路暖心驿站2号\n"
    )


def test_the_nearest_and_the_nearest_that_is_open(phone: Phone) -> None:
    models.Station.update(hours="8:00-20:00").where(models.Station.code == "A3").execute()
    models.Station.create(code="A5", name="无名", located=True, latitude=39.94, longitude=116.45, hours="9:00-19:30")
    _changed()
    words = located(phone, 39.96, 116.45, on("05-06 19:15"))
    assert "2. 桥头巷暖心驿站1号\n" not in words
    assert "2. 无名\n距离：约2.2公里\n开放：9:00-19:30（现在开放，19:30关）" in words
    late = located(phone, 39.96, 116.45, on("05-06 21:00"))
    assert late.startswith("离您最近的暖心驿站：\n\n1. 桥头巷暖心驿站1号\n距离：约1.1公里\n")
    assert "开放：8:00-20:00（现在已关门，明天8:00开）" in late
    models.Station.update(hours="9:00-19:30").where(models.Station.code == "A2").execute()
    models.Station.create(code="A6", name="远处", located=True, latitude=39.80, longitude=116.45, hours="全天")
    _changed()
    night = located(phone, 39.96, 116.45, on("05-07 05:00"))
    assert "开放：8:00-20:00（现在没开门，今天8:00开）" in night
    assert night.endswith("现在开放的最近一家：\n远处\n距离：约17.8公里\n开放：全天（现在开放）")
    assert phone.session.listed == tuple(f"station:A{number}" for number in (1, 5, 2, 6))


def test_far_away_from_all(phone: Phone) -> None:
    words = located(phone, 31.23, 121.47)
    assert words.startswith("您的位置附近没有暖心驿站，最近的在约1066公里外：\n\n建国路暖心驿站2号\n")


def test_a_changed_row_answers_at_the_next_message(phone: Phone) -> None:
    assert "电话：010-1" in phone.say("桥头巷暖心驿站1号")
    models.Station.update(phone="010-9").where(models.Station.code == "A1").execute()
    models.Station.update(withdrawn=True).where(models.Station.code == "A2").execute()
    _changed()
    assert "电话：010-9" in phone.say("桥头巷暖心驿站1号")
    assert phone.say("朝阳区的驿站").startswith("桥头巷暖心驿站1号\n")
    assert phone.say("全市有多少家驿站").startswith("共登记3家")


@pytest.mark.parametrize(
    "text",
    [
        "驿站是谁建的",
        "驿站站长是谁",
        "驿站收费吗",
        "驿站怎么申请加盟",
        "驿站的新闻",
        "我的电话多少",
        "朝阳区张伟的电话",
    ],
)
def test_not_every_mention_looks_for_one(phone: Phone, text: str) -> None:
    phone.say("朝阳区的驿站")
    words = phone.say(text)
    assert not phone.handler.startswith("station"), words
    assert "发送位置" not in words.replace("发送位置给公众号", "")


@pytest.mark.parametrize(
    "text", ["驿站{{1234*5}}", "驿站<script>alert(1)</script>", "朝阳区' OR 1=1 --的驿站", "驿站" * 500, "第9个"]
)
def test_hostile_words_are_answered_and_never_said_back(phone: Phone, text: str) -> None:
    phone.say("朝阳区的驿站")
    words = phone.say(text)
    assert words
    assert not any(each in words for each in ("6170", "<script", "OR 1", "{{"))
