"""What articles tell in their text."""

from datetime import datetime

import pytest

from understanding import Fact, Index, Question, understand

AT = datetime(2021, 9, 8, 10, 0).astimezone()
OUT, LATER = datetime(2021, 9, 8, 8).astimezone(), datetime(2021, 9, 9, 8).astimezone()


def passage(key: str, title: str, text: str, starts: datetime = OUT) -> Fact:
    return Fact("passage", key, (), (title,), (text,), starts=starts)


INDEX = Index(
    (
        Fact("news", "keeper", ("灯塔上的守塔人",), ("他守了灯塔二十年。",), starts=OUT),
        Fact("news", "prize", ("渔家女获奖",), ("颁奖明天举行。",), starts=LATER),
        Fact("guide", "clinic", ("医务室",), ("常备药品",), ("一层",), frozenset({"where"})),
    )
)
INDEX.passages = Index(
    (
        passage("keeper#0", "灯塔上的守塔人", "他守了灯塔二十年。"),
        passage("keeper#1", "灯塔上的守塔人", "灯塔每晚亮十一个小时，渔船靠它回港。"),
        passage("keeper#2", "灯塔上的守塔人", "他最爱喝凉茶。"),
        passage("prize#0", "渔家女获奖", "她领到奖金三千元，全部捐给渔村小学。", LATER),
    )
)


def ask(text: str, at: datetime = AT) -> Question:
    return understand(text, at, INDEX, days=())


def keys(question: Question) -> list[str]:
    return [hit.fact.key for hit in question.hits]


@pytest.mark.parametrize("text", ["灯塔每晚亮几个小时", "守塔人说灯塔每晚亮多久"])
def test_the_sentence_that_answers(text: str) -> None:
    asked = ask(text)
    assert (asked.topic, asked.aim, keys(asked)[0]) == ("news", "passage", "keeper#1")


def test_nothing_is_quoted_before_it_is_out() -> None:
    assert "prize#0" not in keys(ask("渔村小学收到奖金多少钱"))
    asked = ask("渔村小学收到奖金多少钱", LATER)
    assert (asked.topic, asked.aim, keys(asked)) == ("news", "passage", ["prize#0"])


def test_one_thing_in_common_is_not_enough() -> None:
    assert ask("凉茶和月饼在哪里买").aim != "passage"


def test_facts_come_first() -> None:
    assert keys(ask("医务室在哪")) == ["clinic"]


def test_different_things_that_are_listed_together_are_not_taken_for_each_other() -> None:
    index = Index([Fact("faq", "pay", ("怎么缴费",), ("现场缴费。",)), Fact("guide", "clinic", ("医务室",))])
    assert understand("居住证怎么办", AT, index).topic in ("", "unsure")
    assert understand("在哪缴费", AT, index).hits[0].fact.key == "pay"


COSTS = Index(
    (
        Fact("faq", "park", ("停车要钱吗", "停车费"), ("代表车辆停放一律不收费用。",)),
        Fact("faq", "stay", ("延住怎么办", "延住费用"), ("延住房费自理，请到总台办理。",)),
        Fact("guide", "gym", ("健身房",), ("住店客人凭房卡进入",), ("二层",), frozenset({"where"})),
        Fact("guide", "boat", ("夜游船",), ("在东码头上船",), ("东码头",), frozenset({"where"})),
    )
)
COSTS.passages = Index(
    (
        passage("works#0", "会场改造", "停车场改造投入300万元，新增车位200个。"),
        passage("works#1", "会场改造", "健身房改造总额达80万元。"),
        passage("works#2", "会场改造", "延住的代表公司共花费5000元。"),
        passage("boat#0", "夜游船提示", "夜游船船票每张60元，代表半价。"),
    )
)


@pytest.mark.parametrize(("text", "key"), [("停车多少钱", "park"), ("延住多少钱", "stay")])
def test_staffs_own_answer_goes_before_an_article(text: str, key: str) -> None:
    asked = understand(text, AT, COSTS, days=())
    assert keys(asked)[0] == key


def test_what_something_cost_those_who_built_it_is_no_price() -> None:
    assert understand("健身房多少钱", AT, COSTS, days=()).aim != "passage"


def test_a_price_that_only_an_article_tells() -> None:
    assert keys(understand("夜游船多少钱", AT, COSTS, days=())) == ["boat#0"]
