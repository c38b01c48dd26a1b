"""Long lists of stations are told five at a time, and what is asked next looks over all that were found."""

import re

import pytest

import models
from congress import catalogue
from tests.handlers.phone import Phone
from tests.handlers.test_stations import located

STREETS = ("长岭街", "桥头巷", "建国路")


@pytest.fixture(autouse=True)
def _stations(demo: None) -> None:
    for number in range(1, 13):
        district = "朝阳区" if number < 12 else "海淀区"
        models.Station.create(
            code=f"B{number:02}", name=f"{STREETS[number % 3]}暖心驿站{number}号", district=district, located=True,
            address=f"某市{district}{STREETS[number % 3]}{number}号", latitude=39.9 + number / 1000, longitude=116.4,
            hours="24小时" if number % 2 else "22:00-23:00", facilities="充电" if number > 6 else "饮水",
            phone=f"010-{number}",
        )  # fmt: skip
    models.Revision.raise_()
    catalogue.expire()


def listed(said: str) -> list[int]:
    """The numbers of the stations that an answer lists, in its order."""
    return [int(number) for number in re.findall(r"^\d\. .{3}暖心驿站(\d+)号", said, re.MULTILINE)]


@pytest.mark.parametrize("more", ["更多", "还有吗", "下一页", "换一批", "还有几家"])
def test_the_next_five_and_then_no_more(phone: Phone, more: str) -> None:
    said = phone.say("朝阳的驿站")
    assert (listed(said), "发“更多”看接下来的几家。" in said) == ([1, 3, 5, 7, 9], True)
    said = phone.say(more)
    assert (said.splitlines()[0], listed(said)) == ("“朝阳”的暖心驿站共11家，第6至10家：", [11, 2, 4, 6, 8])
    assert phone.say("第二个电话").startswith("建国路暖心驿站2号\n电话：010-2\n")
    said = phone.say(more)
    assert said.startswith("“朝阳”的暖心驿站共11家，第11家：\n\n桥头巷暖心驿站10号\n")
    assert phone.say(more).startswith("没有更多内容了。")


def test_what_is_asked_next_looks_over_all_of_them(phone: Phone) -> None:
    phone.say("朝阳的驿站")
    assert listed(phone.say("有充电的")) == [7, 8, 9, 10, 11]
    said = phone.say("开门的")
    assert (said.splitlines()[0], listed(said)) == ("“朝阳”有“充电”的现在开放的暖心驿站有3家：", [7, 9, 11])
    assert phone.say("有厕所的").startswith("抱歉，“朝阳”没有登记")
    assert phone.say("那海淀呢").splitlines()[0].startswith("长岭街暖心驿站12号")


def test_what_was_asked_for_first_holds_at_a_place_that_is_named_next(phone: Phone) -> None:
    phone.say("有充电的驿站")
    assert listed(phone.say("朝阳的")) == [7, 8, 9, 10, 11]
    assert listed(phone.say("朝阳的驿站")) == [1, 3, 5, 7, 9]


def test_around_the_nearest_no_position_is_kept(phone: Phone) -> None:
    assert listed(located(phone, 39.9011, 116.4)) == [1, 2, 3]
    assert not any(char == "." for each in phone.session.query for char in each)
    assert listed(phone.say("还有吗")) == [4, 5, 6, 7, 8]
    assert listed(phone.say("有充电的")) == [7, 8, 9, 10, 11]


def test_another_subject_ends_the_list(phone: Phone) -> None:
    phone.say("朝阳的驿站")
    phone.say("闭幕大会几点")
    assert phone.say("更多").startswith("没有更多内容了。")
