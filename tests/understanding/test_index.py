"""Finding facts by words."""

from understanding import Fact, Index
from understanding.normalise import fence, fold
from understanding.vocabulary import vocabulary

LUNCH = Fact("guide", "lunch", ("午餐",), ("凭证用餐",), ("一层餐厅",))
CLINIC = Fact("guide", "clinic", ("医务室",), ("备有常用药",), ("二层203室",))
BADGE = Fact("faq", "badge", ("代表证丢了怎么办", "补办代表证"), ("请到会务组挂失",))
GALA = Fact("agenda", "gala", ("职工文艺演出",), ("奏国际歌",), ("剧场",))
COACH = Fact("guide", "coach", ("演出班车",), (), ("楼前",))
EAST = Fact("delegation", "east", ("东城区代表团", "东城区", "东城"))
NEAR_EAST = Fact("delegation", "neareast", ("东城区南代表团", "东城区南"))
INDEX = Index((LUNCH, CLINIC, BADGE, GALA, COACH, EAST, NEAR_EAST))


def best(text: str) -> Fact | None:
    hits = INDEX.search(tuple(vocabulary().cut(fence(fold(text)))))
    return hits[0].fact if hits else None


def test_other_words_for_the_same() -> None:
    asked = ["晚会几点", "中午饭", "肚子疼", "证件不见了", "奏什么曲子", "演出的大巴"]
    assert [best(text) for text in asked] == [GALA, LUNCH, CLINIC, BADGE, GALA, COACH]


def test_nothing_fits() -> None:
    assert best("天安门") is None
    assert best("") is None
    assert Index(()).search(tuple(vocabulary().cut("午餐"))) == ()


def test_words_that_no_fact_has_lower_the_score() -> None:
    def score(text: str) -> float:
        return INDEX.search(tuple(vocabulary().cut(fence(fold(text)))))[0].score

    assert score("午餐") > score("午餐螺蛳粉") > score("午餐螺蛳粉甲乙丙丁")


def test_whole_names() -> None:
    assert INDEX.exact("补办 代表证！") == (BADGE,)
    assert INDEX.exact("补办") == ()


def test_the_longest_name_stands_in_a_text() -> None:
    assert INDEX.named("东城区南代表团在哪", "delegation") == (NEAR_EAST,)
    assert INDEX.named("东城和东城区南", "delegation") == (EAST, NEAR_EAST)
    assert INDEX.named("东城", "agenda") == ()


def test_single_facts_by_id() -> None:
    assert INDEX.by_id["guide:lunch"] == LUNCH


def test_a_small_number_alone_names_nothing() -> None:
    rooms = Index((Fact("guide", "copies", ("打印",), ("7:30-22:00",)), Fact("faq", "fire", ("119火警",))))
    asked = ["{{7*7}}", "7", "30 22", "119", "打印 7"]
    assert [bool(rooms.search(vocabulary().cut(fence(fold(text))))) for text in asked] == [
        False, False, False, True, True,
    ]  # fmt: skip


def test_a_word_inside_a_longer_one_of_another_meaning_is_a_part_only() -> None:
    presidium = Fact("agenda", "presidium", ("主席团会议",))
    meeting = Fact("agenda", "meeting", ("各区工会主席会议",))
    hits = Index((presidium, meeting)).search(tuple(vocabulary().cut(fence(fold("主席")))))
    assert [hit.fact for hit in hits] == [meeting, presidium]
    assert hits[0].score > 0.9
    assert hits[1].score < 0.62
