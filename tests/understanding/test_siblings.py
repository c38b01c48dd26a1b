"""Things that are called alike but for a number or a letter."""

import pytest

from understanding.siblings import marked, sibling

FORUMS = ["专题论坛一：智能制造", "专题论坛二：平台用工", "专题论坛三：心理关爱"]
LINES = ["参观考察A线：自动化码头", "参观考察B线：非遗工坊"]
COURSES = ["第1期培训班", "第2期培训班", "结业式"]


@pytest.mark.parametrize(
    ("names", "name", "mark", "place"),
    [
        (FORUMS, FORUMS[0], "二", 1),
        (FORUMS, FORUMS[0], "3", 2),
        (FORUMS, FORUMS[2], "一", 0),
        (LINES, LINES[0], "b", 1),
        (COURSES, COURSES[1], "1", 0),
        (FORUMS, FORUMS[0], "四", None),
        (LINES, LINES[0], "c", None),
        (COURSES, COURSES[2], "1", None),
    ],
)
def test_sibling(names: list[str], name: str, mark: str, place: int | None) -> None:
    assert sibling(name, mark, names) == place


@pytest.mark.parametrize(
    ("names", "words", "places"),
    [
        (FORUMS, "论坛二在哪", (1,)),
        (FORUMS, "论坛一和论坛三几点", (0, 2)),
        (FORUMS, "论坛都几点", (0, 1, 2)),
        (LINES, "参观A线几点集合", (0,)),
        (LINES, "参观几点集合", (0, 1)),
        (COURSES, "2期什么时候", (1,)),
        ([], "论坛二", ()),
    ],
)
def test_marked(names: list[str], words: str, places: tuple[int, ...]) -> None:
    assert marked(names, words) == places
