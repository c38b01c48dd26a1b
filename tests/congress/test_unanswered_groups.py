"""Groups of questions that say the same."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock import BEIJING
from congress.unanswered_groups import Likeness, grouped
from understanding.gist import gist

AT = datetime(2019, 5, 6, 10, 0, tzinfo=BEIJING)
WORDS = ["停车", "打印", "=停车", "=洗衣", "雨伞", "借伞", "park", "gym", "发票抬头", "开发票", "轮椅"]
GISTS = st.builds(
    lambda words, aspects: f"{' '.join(sorted(words))}?{','.join(sorted(aspects))}",
    st.sets(st.sampled_from(WORDS), min_size=1, max_size=3), st.sets(st.sampled_from(["when", "where", "who"])),
)  # fmt: skip
QUESTIONS = st.lists(st.tuples(GISTS, st.integers(0, 3)), max_size=40).map(
    lambda found: tuple(Likeness(number, gist, pin) for number, (gist, pin) in enumerate(found))
)


def sorted_out(*texts: str) -> list[list[str]]:
    """The texts in their groups."""
    likes = tuple(Likeness(number, gist(text, AT)) for number, text in enumerate(texts))
    return [[texts[number] for number in group] for group in grouped(likes)]


@pytest.mark.parametrize(
    "same",
    [
        ["停车场在哪", "哪里可以停车", "车停哪儿", "请问停车的地方在哪里呀", "where can i park"],
        ["有雨伞借吗", "能借伞吗", "可以借把雨伞吗"],
        ["特产哪里买", "去哪买特产"],
        ["合影什么时候", "什么时候合影", "几点合影"],
        ["明天天气怎么样", "今天会下雨吗"],
        ["发票怎么开", "开发票找谁"],
    ],
)
def test_other_words_for_the_same_are_one_line(same: list[str]) -> None:
    assert sorted_out(*same) == [same]


@pytest.mark.parametrize(
    "different",
    [
        ["打印店在哪", "打车方便吗", "洗衣店在哪"],
        ["健身房几点开门", "健身房在哪"],
        ["停车场在哪", "停车收费吗"],
        ["发票抬头是什么", "合影什么时候", "轮椅在哪借"],
        ["asdf", "qwer"],
    ],
)
def test_other_questions_are_lines_of_their_own(different: list[str]) -> None:
    assert sorted_out(*different) == [[each] for each in different]


def test_what_leaves_open_what_is_asked_joins_but_does_not_join_others() -> None:
    assert sorted_out("健身房", "健身房几点开门", "健身房在哪", "健身房在哪里") == [
        ["健身房", "健身房在哪", "健身房在哪里"], ["健身房几点开门"],
    ]  # fmt: skip


def test_staff_put_together_and_apart() -> None:
    where, cost, again = gist("停车场在哪", AT), gist("停车收费吗", AT), gist("停车收费不", AT)
    assert grouped((Likeness(1, where, 1), Likeness(2, cost, 1), Likeness(3, again))) == ((1, 2, 3),)
    assert grouped((Likeness(1, where), Likeness(2, where, 2), Likeness(3, where, 3))) == ((1, 2), (3,))
    assert grouped((Likeness(1, where), Likeness(2, where, 2), Likeness(3, where, 3), Likeness(4, where, 3))) == (
        (1, 3, 4), (2,),
    )  # fmt: skip


@given(QUESTIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_questions_does_not_matter(questions: tuple[Likeness, ...], dice: st.DataObject) -> None:
    shuffled = list(questions)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert grouped(tuple(shuffled)) == grouped(questions)


@given(QUESTIONS)
def test_every_question_is_in_exactly_one_group(questions: tuple[Likeness, ...]) -> None:
    found = [number for group in grouped(questions) for number in group]
    assert sorted(found) == [each.number for each in questions]


@given(QUESTIONS)
def test_the_same_gist_is_one_group(questions: tuple[Likeness, ...]) -> None:
    free = tuple(Likeness(each.number, each.gist) for each in questions)
    where = {number: place for place, group in enumerate(grouped(free)) for number in group}
    by_gist: dict[str, set[int]] = {}
    for each in free:
        by_gist.setdefault(each.gist, set()).add(where[each.number])
    assert all(len(groups) == 1 for groups in by_gist.values())


@given(QUESTIONS)
def test_what_staff_put_together_stays_together_and_apart_from_others(questions: tuple[Likeness, ...]) -> None:
    where = {number: place for place, group in enumerate(grouped(questions)) for number in group}
    pins: dict[int, set[int]] = {}
    for each in questions:
        if each.pin:
            pins.setdefault(each.pin, set()).add(where[each.number])
    assert all(len(groups) == 1 for groups in pins.values())
    assert len(set().union(*pins.values())) == len(pins)
