"""What else is told of the thing that was talked about: by its row, an answer about it, or an article."""

from datetime import date, datetime

import pytest

from understanding import Context, Fact, Index, understand

DAYS = (date(2021, 9, 8), date(2021, 9, 9))
AT = datetime(2021, 9, 8, 10, 0).astimezone()


def item(key: str, title: str, hour: int, remark: str = "", place: str = "") -> Fact:
    starts = datetime(2021, 9, 8, hour).astimezone()
    offers = frozenset({"when", "where"})
    return Fact("agenda", key, (title,), (remark,), (place,), offers, DAYS[0], starts)


INDEX = Index(
    (
        item("glaze", "参观青瓷窑址", 14, "13:40在北门上车", "龙窑遗址"),
        item("first", "湖上夜游第一批", 18, "17:30在西门上车", "月湾渡口"),
        item("second", "湖上夜游第二批", 20, "19:20在西门上车", "月湾渡口"),
        item("closing", "闭幕式", 16, "15:50前就座；奏《国际歌》"),
        item("count", "计票演练", 22, "结束后专车送回驻地"),
        Fact("guide", "tea", ("茶歇", "吃饭"), ("红茶和绿豆糕",), ("回廊",), frozenset({"where", "when"})),
        Fact("guide", "halal", ("清真窗口", "吃饭"), ("二楼",), ("餐厅",), frozenset({"where"})),
        Fact("guide", "ticket", ("领餐台", "吃饭"), ("一餐一张",), ("餐厅",), frozenset({"where"})),
        Fact("faq", "coach", ("看窑址坐什么车", "参观青瓷窑址的车"), ("由2号车和4号车送。",)),
    )
)  # fmt: skip
INDEX.passages = Index(
    (
        Fact("passage", "tips#0", (), ("湖上夜游提示",), ("湖上夜游分两批。",), starts=AT),
        Fact("passage", "tips#1", (), ("湖上夜游提示",), ("水面风凉，请带薄外套。",), starts=AT),
        Fact(
            "passage", "report#0", (), ("工作报告",), ("帮职工追回工资90万元，职工书屋从20个增加到55个。",), starts=AT
        ),
    )
)


@pytest.mark.parametrize(
    ("before", "text", "found"),
    [
        ("agenda:first", "那几点能回来", "agenda:first"),
        ("agenda:glaze", "几点发车", "agenda:glaze"),
        ("agenda:glaze", "派哪几部车", "faq:coach"),
        ("agenda:first", "要加衣服不", "passage:tips#1"),
        ("agenda:closing", "最后唱什么歌", "agenda:closing"),
        ("agenda:count", "完了怎么回酒店", "agenda:count"),
        ("agenda:closing", "那得几点之前坐好", "agenda:closing"),
        ("agenda:closing", "最晚几点入场", "agenda:closing"),
        ("guide:tea", "有什么吃的", "guide:tea"),
    ],
)
def test_it_is_told_by_the_row_that_holds_it(before: str, text: str, found: str) -> None:
    asked = understand(text, AT, INDEX, Context(before.partition(":")[0], before), DAYS)
    assert asked.hits[0].fact.id == found
    assert asked.follows


@pytest.mark.parametrize(
    ("before", "text", "found"),
    [("agenda:first", "闭幕式几点", "agenda:closing"), ("guide:tea", "清真窗口在哪", "guide:halal")],
)
def test_whoever_names_something_else_means_that(before: str, text: str, found: str) -> None:
    asked = understand(text, AT, INDEX, Context(before.partition(":")[0], before), DAYS)
    assert asked.hits[0].fact.id == found
    assert not asked.follows


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("去月湾渡口的几点上车", ("agenda:first", "agenda:second")),
        ("下一趟去渡口的几点接", ("agenda:first",)),
        ("晚上夜游我们几点走", ("agenda:first", "agenda:second")),
        ("看窑址的人几点出发", ("agenda:glaze",)),
    ],
)
def test_people_set_out_for_what_is_named_by_its_place(text: str, found: tuple[str, ...]) -> None:
    asked = understand(text, AT, INDEX, days=DAYS)
    assert (asked.topic, tuple(hit.fact.id for hit in asked.hits)) == ("agenda", found)


@pytest.mark.parametrize(
    ("text", "aim", "day"),
    [
        ("今天完事没", "rest", DAYS[0]), ("今天没会了吧", "rest", DAYS[0]), ("done for today?", "rest", DAYS[0]),
        ("睡醒头一个会几点", "first", DAYS[0]),
    ],
)  # fmt: skip
def test_what_is_left_of_the_day_and_what_comes_first_when_one_wakes(text: str, aim: str, day: date) -> None:
    asked = understand(text, AT, INDEX, days=DAYS)
    assert (asked.topic, asked.aim, asked.day) == ("agenda", aim, day)


@pytest.mark.parametrize("text", ["工会给大家讨回来多少工资", "职工书屋以后加到多少个"])
def test_a_number_is_told_by_the_article_that_has_it(text: str) -> None:
    asked = understand(text, AT, INDEX, days=DAYS)
    assert (asked.aim, [hit.fact.id for hit in asked.hits]) == ("passage", ["passage:report#0"])


@pytest.mark.parametrize("text", ["听说闭幕式不办了，真的假的", "闭幕式照常吗"])
def test_whether_something_is_still_on_its_own_row_tells(text: str) -> None:
    rules = Fact("faq", "dress", ("闭幕式穿什么", "闭幕式着装"), ("穿正装。",))
    asked = understand(text, AT, Index((*INDEX.facts, rules)), days=DAYS)
    assert asked.hits[0].fact.id == "agenda:closing"


def test_another_number_than_the_price_is_no_answer() -> None:
    index = Index(INDEX.facts)
    sentence = Fact("passage", "prize#0", (), ("首设月湾匠人奖",), ("今年首设月湾匠人奖，共12名。",), starts=AT)
    index.passages = Index((sentence,))
    assert understand("月湾匠人奖发多少钱", AT, index, days=DAYS).topic in ("", "unsure")


RAIN = Index(
    (
        item("row", "龙舟赛", 14, "当日如遇大雨顺延"),
        item("walk", "湖畔健步走", 16, "沿途风景很好"),
        Fact("guide", "course", ("龙舟培训", "培训"), ("在湖边教划桨",), ("湖边",), frozenset({"where"})),
    )
)


def test_english_words_are_whole_words() -> None:
    asked = understand("is there a training", AT, RAIN, Context("agenda", "agenda:row"), DAYS)
    assert not asked.follows or asked.hits[0].fact.id != "agenda:row"
    asked = understand("if it rains", AT, RAIN, Context("agenda", "agenda:row"), DAYS)
    assert (asked.hits[0].fact.id, asked.follows) == ("agenda:row", True)


def test_a_view_is_no_wind() -> None:
    asked = understand("下雨怎么办", AT, RAIN, Context("agenda", "agenda:walk"), DAYS)
    assert not asked.hits or asked.hits[0].fact.id != "agenda:walk"
