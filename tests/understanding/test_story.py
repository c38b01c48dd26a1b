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
        # What is told names something, too, and is no question for it.
        ("我是青岛的老陈，坐了一夜的车，行李寄存在哪，腰都直不起来了", [("guide", "luggage")]),
        ("昨天的开幕式真热闹，孩子都说好看，茶歇几点，行李寄存在哪", [("agenda", "tea"), ("guide", "luggage")]),
        ("茶歇的点心太好吃了，吃了好几块，哪里可以吸烟", [("faq", "smoke")]),
        # ... unless that is what is asked for, or decides what the answer is.
        ("我是青岛的老陈，坐了一夜的车，在哪讨论", [("place", "qingdao")]),
        ("行李有点多，寄存在哪", [("guide", "luggage")]),
        # A word too many in what only asks more of a thing makes it no other thing.
        (
            "我是青岛的老孙，头一回住这么好的地方，行李最晚寄存到几点、牌交给谁啊，别回头人家说我们不懂规矩",
            [("guide", "luggage")],
        ),
        # A piece that goes on about what nobody knows asks nothing else.
        ("下一届啥时候开，还在咱青岛吗", [("", "")]),
    ],
)
def test_the_piece_that_asks(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected
