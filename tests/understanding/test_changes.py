"""An index that is made from the one before, by what differs."""

from hypothesis import given, settings
from hypothesis import strategies as st

from understanding import Fact, Index
from understanding.normalise import fence, fold
from understanding.vocabulary import vocabulary

TITLES = ("午餐", "开幕大会", "东城区", "东城", "银杏厅", "分组讨论", "演出班车", "wifi 密码", "3号楼", "")
some = st.lists(st.sampled_from(TITLES), max_size=2).map(tuple)
facts = st.lists(
    st.builds(Fact, st.sampled_from(("guide", "delegation")), st.sampled_from("abcdef"), some, some, some),
    max_size=6,
    unique_by=lambda fact: fact.id,
)
people = st.sets(st.sampled_from(("王 芳", "李四", "欧阳小明")))
ASKED = (*TITLES, "银杏厅几点开幕", "东城区和东城的午餐", "班车3号楼", "王芳的电话", "李四")


def told(index: Index) -> list[object]:
    found: list[object] = []
    for text in ASKED:
        hits = index.search(vocabulary().cut(fence(fold(text))))
        found += [
            sorted((hit.fact.id, round(hit.score, 9)) for hit in hits),
            {fact.id for fact in index.exact(text)},
            {fact.id for fact in index.named(text, "delegation")},
            [index.rarity(token) for token in ("午餐", "=用餐", "1东")],
            index.names_a_person(text),
        ]
    return found


@settings(deadline=None)
@given(facts, facts, facts, people, people)
def test_as_if_it_had_been_made_anew(
    first: list[Fact], second: list[Fact], third: list[Fact], ours: set[str], theirs: set[str]
) -> None:
    before = Index(first, ours)
    before.learn()
    kept = told(before)
    after = Index(second, theirs, before)
    last = Index(third, ours, after)
    assert told(after) == told(Index(second, theirs))
    assert told(last) == told(Index(third, ours))
    assert told(before) == kept  # others may still ask it
    assert (after.facts, last.facts) == (tuple(second), tuple(third))


@settings(deadline=None)
@given(facts, facts)
def test_new_words_are_heard(first: list[Fact], second: list[Fact]) -> None:
    before = Index(first)
    before.learn()
    after, anew = Index(second, (), before).lexicon, Index(second).lexicon
    for sounds in (("yin", "xing", "ting"), ("kai", "mu", "da", "hui"), ("wu", "can"), ("yan", "chu", "ban", "che")):
        assert set(anew.heard(sounds)) <= set(after.heard(sounds))
        assert {each.text for each in anew.typed("".join(sounds))} <= {
            each.text for each in after.typed("".join(sounds))
        }


def test_the_same_facts_again() -> None:
    facts, people = (Fact("faq", "1", ("甲",)), Fact("faq", "2", ("乙",))), ("王芳", "李四")
    before = Index(facts, people)
    before.learn()
    before.understood["甲",] = before.passages = "of the revision before"  # type: ignore[assignment]
    same = before.again(list(facts), reversed(people))
    assert same is not None
    assert (same.facts, same.people, told(same)) == (facts, frozenset(people), told(Index(facts, people)))
    assert (same.understood, same.passages, same.lexicon is before.lexicon) == ({}, None, True)
    assert before.understood == {("甲",): "of the revision before"}
    assert [before.again(facts, people[:1]), before.again(facts[:1], people), before.again(facts[::-1], people)] == [
        None, None, None,
    ]  # fmt: skip


def test_what_differs() -> None:
    one, two, edited = Fact("faq", "1", ("甲",)), Fact("faq", "2", ("乙",)), Fact("faq", "2", ("丙",))
    index = Index((one, two))
    assert index.unlike((one,)) == [two]
    assert index.unlike((one, edited)) == [two]
    assert index.unlike((two, one)) == []
