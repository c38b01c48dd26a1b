"""Texts that were typed in pinyin, misheard or mistyped, on a congress that is not the demo's."""

from datetime import date, datetime

import pytest

from understanding import Context, Fact, Index, Question, understand

DAYS = (date(2021, 9, 8), date(2021, 9, 9))
AT = datetime(2021, 9, 8, 10, 0).astimezone()


def item(key: str, title: str, hour: int, day: date = DAYS[0]) -> Fact:
    starts = datetime(day.year, day.month, day.day, hour).astimezone()
    return Fact("agenda", key, (title,), offers=frozenset({"when", "where"}), day=day, starts=starts)


INDEX = Index(
    (
        item("opening", "妇女代表大会开幕式", 9),
        item("tea", "茶歇", 15),
        item("oath", "重温誓词", 16),
        item("session", "第二次全体会议", 9, DAYS[1]),
        Fact("guide", "childcare", ("托儿服务",), ("可照看三岁以上儿童",), ("彩虹厅",), frozenset({"where"})),
        Fact("guide", "luggage", ("行李寄存",), (), ("大堂",), frozenset({"where", "phone"})),
        Fact("guide", "net", ("无线网络",), ("密码",), (), frozenset({"how"})),
        Fact("faq", "smoke", ("哪里可以吸烟",), ("请到室外吸烟区。",), (), frozenset({"any"})),
        Fact("delegation", "qingdao", ("青岛市代表团", "青岛市", "青岛", "青岛团"), offers=frozenset({"where"})),
        Fact("delegation", "linyi", ("临沂市代表团", "临沂市", "临沂", "临沂团"), offers=frozenset({"where"})),
        Fact("news", "n1", ("青岛代表的绣球花",), starts=datetime(2021, 9, 8, 8).astimezone()),
    )
)


def ask(text: str, context: Context = Context()) -> Question:  # noqa: B008  a frozen value
    return understand(text, AT, INDEX, context, DAYS)


@pytest.mark.parametrize(
    ("text", "key", "put"),
    [
        ("wifi mima", "net", ()),
        ("chaxie jidian", "tea", (("chaxie jidian", "茶歇几点"),)),
        ("cha xie ji dian", "tea", (("cha xie ji dian", "茶歇几点"),)),
        ("XINGLI JICUN ZAI NAR", "luggage", (("xingli jicun zai nar", "行李寄存在哪儿"),)),
        ("qingdao tuan zai na taolun", "qingdao", (("qingdao tuan zai na taolun", "青岛团在哪讨论"),)),
        ("where does Linyi discuss", "linyi", (("linyi", "临沂"),)),
        ("茶些几点", "tea", (("茶些", "茶歇"),)),
        ("林沂团在哪", "linyi", (("林沂团", "临沂团"),)),
        ("清岛代表团在哪讨论", "qingdao", (("清岛", "青岛"),)),
        ("重温士词在哪", "oath", (("重温士词", "重温誓词"),)),
        ("行李寄纯在哪", "luggage", (("行李寄纯", "行李寄存"),)),
        ("重温四词带什么正", "oath", (("带什么正", "带什么证"), ("重温四词", "重温誓词"))),
        ("qingdao de taolun zai na", "qingdao", (("qingdao de taolun zai na", "青岛的讨论在哪"),)),
        ("breakfst", "", ()),
        ("茶歇几点", "tea", ()),
        ("临沂团在哪", "linyi", ()),
    ],
)
def test_what_was_meant(text: str, key: str, put: tuple[tuple[str, str], ...]) -> None:
    question = ask(text)
    best = question.best()
    assert (best.key if best else "", question.spelt) == (key, put)


def test_times_are_read_in_pinyin() -> None:
    question = ask("mingtian shangwu you shenme hui")
    assert (question.topic, question.day, question.part) == ("agenda", DAYS[1], "morning")


def test_a_follow_up_in_pinyin() -> None:
    question = ask("zai na", Context("guide", "guide:luggage"))
    assert (question.topic, question.follows, question.aspects) == ("guide", True, {"where"})


@pytest.mark.parametrize(
    "text",
    [
        "wo xiang mai fangzi", "ha ha ha ha", "zhongguancun hao wan ma", "mmmm nnn", "how do I get to the great wall",
        "股市几点收盘", "哪里有修鞋的", "火星上有生命吗", "我要学开车",
    ],
)  # fmt: skip
def test_unknown_stays_unknown(text: str) -> None:
    question = ask(text)
    assert (question.topic, question.spelt) == ("", ())


def test_a_refusal_is_not_argued_with() -> None:
    assert (ask("李红梅的手机号马").topic, ask("青岛团的坐位表").topic) == ("privacy", "privacy")
