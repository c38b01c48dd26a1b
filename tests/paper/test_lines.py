"""Lines that fit: nothing cut off, nothing wider than its place, names broken where they may be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper import lines

LETTERS = st.text(st.sampled_from("张三欧阳阿不都热依木·买提，。“”（）ABCxyz 0123456789-_"), max_size=60)


def measure(text: str, size: float) -> float:
    """Chinese is one em wide, the rest half."""
    return sum(size if ord(each) > 0x2000 else size / 2 for each in text)


@settings(deadline=None)
@given(text=LETTERS, width=st.floats(20, 200), most=st.integers(1, 3))
def test_what_is_fitted_is_all_there_and_within(text: str, width: float, most: int) -> None:
    size, found = lines.fit(text, width, measure, (34, 17), most)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert len(found) <= most
    assert [line for line in found if measure(line, size) > width] == []
    assert size <= 34


@pytest.mark.parametrize(
    ("text", "width", "most", "expected"),
    [
        ("孔艳兰", 120, 2, (34, ["孔艳兰"])),
        ("欧阳震华", 120, 2, (30, ["欧阳震华"])),
        ("阿不都热依木·买买提", 120, 2, (18, ["阿不都热依木·", "买买提"])),
        ("古丽米拉·阿不都热合曼·吐尔逊", 150, 2, (20, ["古丽米拉·阿不都", "热合曼·吐尔逊"])),
        ("John Smith", 120, 2, (24, ["John Smith"])),
        ("Alexander Constantinopoulos", 120, 2, (13.6, ["Alexander", "Constantinopoulos"])),
        ("", 120, 2, (34, [])),
    ],
)
def test_names_are_large_and_broken_between_their_parts(
    text: str, width: float, most: int, expected: tuple[float, list[str]]
) -> None:
    size, found = lines.fit(text, width, measure, (34, 17), most)
    assert (pytest.approx(size), found) == expected


def test_lines_are_balanced_and_marks_stay_with_their_words() -> None:
    text = "听取市总工会第十三届委员会工作报告（草案），审议"
    found = lines.balanced(text, 300, lambda part: measure(part, 20))
    assert found == ["听取市总工会第十三届委员", "会工作报告（草案），审议"]
    assert lines.wrap("一二三四，五六", 80, lambda part: measure(part, 20)) == ["一二三", "四，五六"]
    assert lines.wrap("第BJ14-0033号", 60, lambda part: measure(part, 10)) == ["第BJ14-0033", "号"]
    assert lines.wrap("  ", 80, lambda part: measure(part, 10)) == []
