"""What is for one delegation among the like for others; delegations by what their names are short for."""

from datetime import date, datetime

import pytest

from understanding import Context, Fact, Index, understand
from understanding.groups import in_full

DAY = date(2022, 4, 3)
AT = datetime(2022, 4, 3, 9).astimezone()
WHEN = frozenset({"when", "where"})


def trip(key: str, title: str, hour: int, *whom: str) -> Fact:
    starts = datetime(2022, 4, 3, hour).astimezone()
    return Fact("agenda", key, (title,), ("在北门上车",), ("码头",), WHEN, DAY, starts, whom)


def group(name: str) -> Fact:
    return Fact("delegation", name, (f"{name}组", name), offers=frozenset({"where"}))


INDEX = Index(
    (
        *map(group, ("河东", "河西", "职教", "同翔")),
        trip("first", "环湖游船第一航次", 19, "河东组", "职教组"),
        trip("second", "环湖游船第二航次", 20, "河西组", "同翔组"),
        trip("wards", "参观甲线：医院", 14, "河东组", "职教组"),
        trip("kitchens", "参观乙线：酒店厨房", 14, "河西组", "同翔组"),
        Fact("faq", "apart", ("宾馆怎么分",), ("河东、同翔住松风宾馆，河西、职教住湖畔酒店",)),
        Fact("guide", "pine", ("松风宾馆", "住宿"), ("河东组、同翔组下榻",), ("松风宾馆前台",), WHEN),
        Fact("guide", "lake", ("湖畔酒店", "住宿"), ("河西组、职教组下榻",), ("湖畔酒店前台",), WHEN),
    ),
    ("张小满",),
)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("河西组的船几点", "agenda:second"), ("职教那组坐第几批船", "agenda:first"), ("河东组住哪个酒店", "guide:pine"),
        ("河西组等下是去看医院吗", "agenda:kitchens"), ("职教组下午参观哪条线", "agenda:wards"),
        ("职教组住哪", "guide:lake"), ("同翔组下榻哪里", "guide:pine"),
    ],
)  # fmt: skip
def test_what_is_for_the_delegation_that_is_named(text: str, fact: str) -> None:
    assert understand(text, AT, INDEX, days=(DAY,)).hits[0].fact.id == fact


@pytest.mark.parametrize("text", ["河东组的人都住几号房", "河东组成员名单", "河东组有哪些人", "张小满住哪个酒店"])
def test_nobody_is_told_of_the_members(text: str) -> None:
    assert understand(text, AT, INDEX, days=(DAY,)).topic == "privacy"


@pytest.mark.parametrize(
    ("before", "text", "fact"),
    [
        ("agenda:first", "河西的呢", "agenda:second"), ("agenda:second", "那河东组", "agenda:first"),
        ("guide:pine", "职教呢", "guide:lake"), ("agenda:first", "几点上车", "agenda:first"),
    ],
)  # fmt: skip
def test_after_that_of_another_delegation(before: str, text: str, fact: str) -> None:
    asked = understand(text, AT, INDEX, Context(before.partition(":")[0], before), (DAY,))
    assert (asked.hits[0].fact.id, asked.follows) == (fact, True)


@pytest.mark.parametrize(
    "text", ["河西组在哪讨论", "河西组去哪间", "职业教育那组在几楼", "同安翔安那组去哪个屋", "河东在303对吧"]
)
def test_a_room_is_asked_for(text: str) -> None:
    assert understand(text, AT, INDEX, Context("agenda", "agenda:first"), (DAY,)).topic == "place"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("同安翔安那组", "同翔"),
        ("职业教育小组", "职教"),
        ("职教小组", "职教"),
        ("同样翻译", ""),
        ("河边东门和西门", "河东"),
        ("", ""),
    ],
)
def test_names_in_full(text: str, name: str) -> None:
    found = in_full(text, INDEX)
    assert (found.key if found else "") == name
