"""Texts to questions, on a small congress that is not the demo's."""

from datetime import date, datetime

import pytest

from understanding import Context, Fact, Index, Question, understand

DAYS = (date(2021, 9, 8), date(2021, 9, 9))
AT = datetime(2021, 9, 8, 10, 0)


def item(key: str, title: str, hour: int, day: date = DAYS[0], **more: tuple[str, ...]) -> Fact:
    starts = datetime(day.year, day.month, day.day, hour).astimezone()
    return Fact("agenda", key, (title,), offers=frozenset({"when", "where"}), day=day, starts=starts, **more)


INDEX = Index(
    (
        item("opening", "妇女代表大会开幕式", 9),
        item("report", "听取工作报告", 10),
        item("tea", "茶歇", 15),
        item("opening2", "第二次全体会议", 9, DAYS[1]),
        Fact("guide", "childcare", ("托儿服务", "服务"), ("可照看三岁以上儿童",), ("B座一层",), frozenset({"where"})),
        Fact("guide", "luggage", ("行李寄存",), (), ("大堂",), frozenset({"where", "phone"})),
        Fact("faq", "smoke", ("哪里可以吸烟",), ("请到室外吸烟区。",), (), frozenset({"any"})),
        Fact("column", "focus", ("大会聚焦",)),
        Fact("delegation", "qingdao", ("青岛市代表团", "青岛市", "青岛", "青岛团"), offers=frozenset({"where"})),
        Fact("news", "n1", ("青岛代表的绣球花",), starts=datetime(2021, 9, 8, 8).astimezone()),
        Fact("news", "n2", ("明日黄花",), starts=datetime(2021, 9, 9, 8).astimezone()),
    )
)


def ask(text: str, context: Context = Context()) -> Question:  # noqa: B008  a frozen value
    return understand(text, AT.astimezone(), INDEX, context, DAYS)


@pytest.mark.parametrize(
    ("text", "topic", "aim", "key"),
    [
        ("你好", "greet", "", ""),
        ("谢谢啦", "thanks", "", ""),
        ("谢谢你小助手，三天辛苦啦", "thanks", "", ""),
        ("青岛在303对吧", "place", "", "qingdao"),
        ("怎么用啊", "help", "", ""),
        ("转人工", "person", "", ""),
        ("你是真人还是机器", "person", "machine", ""),
        ("人工智能是谁讲", "", "", ""),
        ("留言", "leave", "", ""),
        ("附近的驿站", "station", "", ""),
        ("我坐哪", "personal", "seat", ""),
        ("李红梅的手机号", "privacy", "", ""),
        ("青岛团的名册", "privacy", "", ""),
        ("今天有什么会", "agenda", "day", ""),
        ("接下来干什么", "agenda", "next", ""),
        ("现在开什么会", "agenda", "now", ""),
        ("今天还剩哪些会议", "agenda", "rest", ""),
        ("第一项是什么", "agenda", "first", ""),
        ("茶歇之后有什么会", "agenda", "after", "tea"),
        ("茶歇之前干什么", "agenda", "before", "tea"),
        ("刚才开的什么会", "agenda", "just", ""),
        ("茶歇几点", "agenda", "find", "tea"),
        ("明天的全体会议", "agenda", "find", "opening2"),
        ("能帮忙照看孩子吗", "guide", "", "childcare"),
        ("箱子放哪", "guide", "", "luggage"),
        ("抽根烟去哪", "faq", "", "smoke"),
        ("青岛在哪讨论", "place", "", "qingdao"),
        ("青岛", "place", "", "qingdao"),
        ("聚焦栏目", "news", "column", "focus"),
        ("大会聚焦", "news", "column", "focus"),
        ("最新消息", "news", "latest", ""),
        ("绣球花那篇文章", "news", "article", "n1"),
        ("比特币还能买吗", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_topics(text: str, topic: str, aim: str, key: str) -> None:
    question = ask(text)
    best = question.best()
    assert (question.topic, question.aim, best.key if best else "") == (topic, aim, key)


@pytest.mark.parametrize("text", ["明日黄花那篇", "明日黄花"])
def test_an_article_that_is_not_out_yet_is_not_found(text: str) -> None:
    assert ask(text).best("news") != INDEX.by_id["news:n2"]


@pytest.mark.parametrize(
    ("text", "context", "topic", "day", "key"),
    [
        ("那明天呢", Context("agenda", day=DAYS[0]), "agenda", DAYS[1], ""),
        ("下午呢", Context("agenda", day=DAYS[1]), "agenda", DAYS[1], ""),
        ("在哪", Context("guide", "guide:luggage"), "guide", None, "luggage"),
        ("几点呢", Context("agenda", "agenda:tea"), "agenda", None, "tea"),
        ("在哪", Context(), "", None, ""),
    ],
)
def test_follow_ups(text: str, context: Context, topic: str, day: date | None, key: str) -> None:
    question = ask(text, context)
    best = question.best()
    assert (question.topic, question.day, best.key if best else "") == (topic, day, key)


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}}",
        "' OR 1=1 --",
        "]]>",
        "\u202e\u200b\x00",
        "(" * 2_000,
        "a" * 2_000,
        "今" * 2_000,
        "第" * 500 + "天",
        "*" * 300,
    ],
)
def test_any_text_is_harmless(text: str) -> None:
    assert ask(text).topic in ("", "unsure", "agenda")
