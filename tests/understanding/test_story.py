"""Messages that tell much and ask little, on the small congress of the other tests."""

import pytest

from tests.understanding.test_parts import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("刚吃完饭，有点困，茶歇几点", [("agenda", "tea")]),
        ("我们从青岛过来的，路上堵了两个多小时，茶歇几点啊", [("agenda", "tea")]),
        ("听说今年来的人特别多，两只大箱子拖了一路，手都酸了，行李寄存在哪", [("guide", "luggage")]),
        ("今天的安排讲一下 老花眼了字发大点", [("agenda", "")]),
        ("茶歇几点我不问，就想知道那边的窗帘是什么颜色的", [("unsure", "tea")]),
        ("路上堵了两个多小时，窗帘是什么颜色的", [("", "")]),
        ("我们从青岛过来的，在哪讨论", [("place", "qingdao")]),
    ],
)
def test_the_piece_that_asks(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected
