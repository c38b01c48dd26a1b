"""A word that is only a part of a longer everyday word, or of another reading of the text, is not heard."""

import pytest

from understanding.normalise import fence, fold
from understanding.vocabulary import vocabulary


def heard(text: str) -> list[tuple[str, str]]:
    """The concepts and pointers into the schedule that a text is cut into, with their words."""
    spans = vocabulary().cut(fence(fold(text)))
    return [
        (span.text, (span.word.tags or (span.word.pointer,))[0])
        for span in spans
        if span.word and (span.word.role == "concept" or span.word.pointer)
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("班车停在哪里", [("班车", "班车")]),
        ("包间找不到", [("找不到", "丢失")]),
        ("面包店找不到在哪", [("找不到", "丢失")]),
        ("房间没电视", [("房间", "住宿")]),
        ("有会计吗", []),
        ("还有会员卡吗", [("会员卡", "会员卡")]),
        ("还有会议室吗", [("会议室", "会议室")]),
        ("最近的会议室在哪", [("会议室", "会议室")]),
        ("广东省多少代表", []),
        ("各省多少代表", []),
        ("桌上还有剩的水果吗", [("水果", "茶歇")]),
        ("烟台怎么去", []),
        ("船员在哪报名", [("报名", "报名")]),
        ("我的钱包在哪", []),
        ("餐具送到哪", []),
        ("人民币怎么换", []),
    ],
)
def test_no_short_word_is_cut_out_of_a_longer_one(text: str, words: list[tuple[str, str]]) -> None:
    assert heard(text) == words


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("我的车停在哪里", "停车"),
        ("车子停哪儿", "停车"),
        ("我包找不到了", "失物"),
        ("书包丢了", "失物"),
        ("雨伞落在会场了", "失物"),
        ("眼镜掉了", "失物"),
        ("老板欠我钱", "欠薪"),
        ("我要工资", "欠薪"),
        ("会员卡能省多少", "折扣"),
        ("手机快没电了", "充电"),
        ("饭菜能送吗", "送餐"),
    ],
)
def test_what_they_mean_by_themselves_stays(text: str, concept: str) -> None:
    assert concept in [found for _, found in heard(text)]


@pytest.mark.parametrize("text", ["还有会吗", "今天还有会吗", "下午还有会没", "还有会议吗", "还有没有会"])
def test_the_rest_of_the_schedule_is_still_asked_for(text: str) -> None:
    assert "rest" in [found for _, found in heard(text)]
