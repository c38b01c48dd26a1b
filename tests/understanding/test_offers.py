"""Questions for all that can be applied for."""

from datetime import date, datetime

import pytest

from understanding import Fact, Index, understand

AT = datetime(2021, 9, 8, 10, 0)
INDEX = Index(
    (
        Fact("programme", "hike", ("职工健步走", "文体活动"), ("报名", "申请")),
        Fact("programme", "law", ("免费法律咨询", "法律服务"), ("律师坐班", "报名", "申请")),
        Fact("faq", "gift", ("会员生日有礼物吗",), ("有蛋糕券。",)),
    )
)


@pytest.mark.parametrize(
    ("text", "topic", "aim"),
    [
        ("最近有哪些项目可以报名", "programme", "list"), ("工会有什么福利", "programme", "list"),
        ("普惠项目", "programme", "list"), ("what services does the union offer", "programme", "list"),
        ("健步走怎么报名", "programme", ""), ("法律咨询有哪些服务项目", "programme", ""),
    ],
)  # fmt: skip
def test_all_or_one(text: str, topic: str, aim: str) -> None:
    asked = understand(text, AT.astimezone(), INDEX, days=(date(2021, 9, 8),))
    assert (asked.topic, asked.aim) == (topic, aim)
