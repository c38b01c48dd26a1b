"""The best facts of very many: the same as if every one had been looked at."""

from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from understanding import postings
from understanding.bounds import Bounds
from understanding.postings import Postings, Unit

WEIGHTS = (1.0, 0.9, 0.84)
TOKENS = tuple("abcdefgh")


class Case(NamedTuple):
    held: list[tuple[frozenset[str], frozenset[str], frozenset[str]]]
    units: list[Unit]
    wanted: int


some = st.frozensets(st.sampled_from(TOKENS), max_size=4)
units = st.builds(
    Unit,
    st.lists(st.tuples(st.sampled_from((*TOKENS, "nobody's")), st.sampled_from((1.0, 0.88, 0.5))), max_size=3).map(
        tuple
    ),
    st.floats(0.01, 2.0),
)
cases = st.builds(
    Case, st.lists(st.tuples(some, some, some), max_size=40), st.lists(units, min_size=1, max_size=6), st.integers(1, 9)
)


def filled(case: Case) -> Postings:
    found = Postings(WEIGHTS)
    for number, tokens in enumerate(case.held):
        found.add(number, tokens)
    found.settle()
    return found


def exhaustive(case: Case) -> list[tuple[int, float]]:
    found = []
    for number, tokens in enumerate(case.held):
        score = 0.0
        for unit in case.units:
            worth = [
                weight * factor
                for token, factor in unit.tokens
                for weight, held in zip(WEIGHTS, tokens, strict=True)
                if token in held
                and not any(token in before for before in tokens[: WEIGHTS.index(weight)])  # the best place counts
            ]
            if worth:
                score += max(worth) * unit.mass
        if score >= 0.5:
            found.append((number, score))
    return sorted(found, key=lambda each: (-each[1], each[0]))[: case.wanted]


@settings(deadline=None)
@given(cases)
def test_few_facts(case: Case) -> None:
    assert filled(case).best(case.units, case.wanted, 0.5) == exhaustive(case)


@settings(max_examples=300, deadline=None)
@given(cases)
def test_as_if_there_were_very_many(case: Case) -> None:
    few, often = postings.FEW, postings.OFTEN
    postings.FEW, postings.OFTEN = -1, 4
    try:
        found = filled(case).best(case.units, case.wanted, 0.5)
    finally:
        postings.FEW, postings.OFTEN = few, often
    best = exhaustive(case)
    if len(case.held) <= postings.SPARE * case.wanted:
        assert found == best
    # Of more that are all alike to a hundredth of the question's mass, any may be named.
    assert len(found) == len(best)
    near = 2 * len(case.units) * 3 * sum(unit.mass for unit in case.units) / postings.STEPS
    assert all(one - other <= near for (_, one), (_, other) in zip(best, found, strict=True))


@settings(deadline=None)
@given(st.lists(st.tuples(st.frozensets(st.integers(0, 90), max_size=20), st.integers(0, 40)), max_size=12))
def test_bounds_add_up(added: list[tuple[frozenset[int], int]]) -> None:
    bounds, sums = Bounds(), dict.fromkeys(range(91), 0)
    for facts, value in added:
        bounds.add(sum(1 << fact for fact in facts), value)
        for fact in facts:
            sums[fact] += value
    for value in (1, 2, 7, 31, 100, 400, 5000):
        assert bounds.at_least(value) == sum(1 << fact for fact, total in sums.items() if total >= value)


def test_the_highest_bounds() -> None:
    bounds = Bounds()
    bounds.add(0b111100, 5)
    bounds.add(0b000110, 3)
    assert bounds.highest(1, 1) == [2]  # 8
    assert bounds.highest(3, 1) == [2, 3, 4]  # of those with 5 the first
    assert bounds.highest(9, 4) == [2, 3, 4, 5]
    assert bounds.highest(9, 1) == [1, 2, 3, 4, 5]
    assert bounds.highest(9, 9) == []
