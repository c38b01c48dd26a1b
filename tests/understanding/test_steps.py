"""Any text is understood in a bounded number of steps."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import hostile
from understanding import Context, Fact, Index, Question, index, understand
from understanding.normalise import LIMIT
from understanding.question import Hit
from understanding.vocabulary import Span

AT = datetime(2021, 9, 8, 10, 0).astimezone()
DAYS = (date(2021, 9, 8), date(2021, 9, 9))
FACTS = (
    Fact("agenda", "opening", ("妇女代表大会开幕式",), day=DAYS[0], starts=AT),
    Fact("guide", "luggage", ("行李寄存", "服务"), (), ("大堂",), frozenset({"where", "phone"})),
    Fact("faq", "smoke", ("哪里可以吸烟",), ("请到室外吸烟区。",), (), frozenset({"any"})),
    Fact("delegation", "qingdao", ("青岛市代表团", "青岛市", "青岛")),
    Fact("news", "flower", ("青岛代表的绣球花",), starts=AT),
)
PEOPLE = ("王芳", "欧阳小明")
# Characters that are searched for, in all: a text of four hundred may be read once, and a short one several times.
MOST, MOST_AMONG_MANY = 1200, 650

WORDS = "明天 5.6 3点 到 王芳 的电话 行李 jicun kai-mu 青岛 和 ， ？ 哪里 西烟 在哪 a1-"
pieces = st.sampled_from(WORDS.split(" "))
texts = st.one_of(
    st.text(max_size=450),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=130),
    st.lists(pieces, max_size=60).map("".join),
    st.lists(pieces, max_size=12).map("，".join),
)
contexts = st.sampled_from((Context(), Context("agenda", "agenda:opening", DAYS[0]), Context("personal")))


class Counting(Index):
    """Counts the characters that it is searched for."""

    searched = 0

    def _search(self, spans: tuple[Span, ...], limit: int) -> tuple[Hit, ...]:  # type: ignore[override]
        self.searched += sum(len(span.text) for span in spans)
        return super()._search(spans, limit)


def searched(text: str, context: Context) -> int:
    counting = Counting(FACTS, PEOPLE)
    question = understand(text, AT, counting, context, DAYS)
    assert isinstance(question, Question)
    return counting.searched


@settings(deadline=None, max_examples=50)
@given(texts, contexts)
def test_any_text(text: str, context: Context) -> None:
    assert searched(text, context) <= MOST


@settings(deadline=None)
@given(texts, contexts)
def test_any_text_among_very_many_facts(text: str, context: Context) -> None:
    many, index.MANY = index.MANY, 0
    try:
        assert searched(text, context) <= MOST_AMONG_MANY
    finally:
        index.MANY = many


@pytest.mark.long
def test_texts_made_to_be_slow() -> None:
    known = [name for fact in FACTS for name in fact.names] + list(PEOPLE)
    for sort, text in hostile.corpus(known):
        assert searched(text, Context()) <= MOST, (sort, text[:LIMIT])
