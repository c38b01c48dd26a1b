"""Questions for rest stations: what a text says of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understanding import Fact, Index
from understanding.normalise import fence, fold
from understanding.stations import NOTHING, asked, heard

INDEX = Index([
    Fact("station", "kind", ("工友港湾", "港湾")), Fact("delegation", "chaoyang", ("朝阳区代表团", "朝阳区", "朝阳")),
    Fact("agenda", "visit", ("参观工友港湾",), places=("会议中心",)),
])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "find") for text in (
            "附近的驿站", "最近的驿站在哪", "哪儿能歇脚", "朝阳区的驿站", "朝阳驿站", "建国路附近有驿站吗",
            "望京有休息站吗",
            "驿站有热水吗", "驿站几点开门", "驿站咋查呀", "驿站", "工友港湾", "离我最近的港湾",
            "nearest rest station",
            "會議中心附近的驛站", "工人活动中心附近的驿站", "给快递小哥歇脚的地方", "介绍一下驿站",
        )),
        *((text, "about") for text in ("驿站是什么", "什么是工友港湾", "会议中心有驿站吗")),
        *((text, "") for text in (
            "驿站是谁建的", "驿站新闻", "最近驿站的新闻", "驿站怎么申请", "驿站收费吗", "驿站站长是谁",
            "参观驿站在哪集合",
            "取快递", "谁能进驿站", "会议在哪开", "朝阳区代表团", "", "附近有药店吗",
        )),
    ],
)  # fmt: skip
def test_whether_stations_are_asked_for(text: str, kind: str) -> None:
    assert asked(fold(text), fence(fold(text)), INDEX) == kind


def test_what_is_said() -> None:
    found = heard("请问朝阳区桥头巷附近哪个驿站能充电、有厕所，电话多少")
    assert (found.station, found.facilities, found.rest, found.nth) == (True, ("power", "toilet"), ("朝阳区桥头巷",), 0)
    assert found.roles >= {"near", "finds", "phone"}
    assert [heard(text).nth for text in ("第二个呢", "那第三家几点关门", "the first one", "两个")] == [2, 3, 1, 0]
    assert heard("上地的驿站").rest == ("上地",)
    assert heard("我在望京八号路，这条路上有驿站不").rest == ("望京八号路",)
    assert heard("港湾在哪", ("港湾",)).station
    assert heard("驿站" * 40) == NOTHING  # nobody asks for one in so many words


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    found = heard(text)
    assert "".join(found.rest) == "" or all(len(each) > 1 for each in found.rest)
