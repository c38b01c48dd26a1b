"""Words that are too long: ended where a reader would end them."""

import pytest

from congress.notices import wording


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开幕大会", "开幕大会"),
        ("分组讨论：审议工作报告、财务工作报告和经审工作报告", "分组讨论：审议工作报告…"),
        ("请各位代表提前十五分钟到达会议中心报告厅就座", "请各位代表提前十五分钟到达会议中心报告…"),
        ("班车从南门出发。请带好证件，不要迟到，谢谢", "班车从南门出发。请带好证件，不要迟到…"),
        ("集合时间为 2019-05-06 08:30 之前", "集合时间为 2019-05-06…"),
        ("联系 assistant@congress.example 的人", "联系 assistant@…"),
        ("甲\n乙\n\n丙", "甲 乙 丙"),
    ],
)
def test_one_line_of_twenty(text: str, expected: str) -> None:
    assert wording.short(text) == expected
    assert len(wording.short(text)) <= 20


@pytest.mark.parametrize("most", [60, 61, 62, 63, 100])
def test_a_message_keeps_to_its_bytes(most: int) -> None:
    text = "第一句话在这里。第二句话也在这里，还有一半。第三句话放不下了。"
    cut = wording.fitting(text, most)
    assert (len(cut.encode()) <= most, wording.fitting(text, 200)) == (True, text)
    assert cut == text or cut.endswith("…")
    assert cut.removesuffix("…") in text
