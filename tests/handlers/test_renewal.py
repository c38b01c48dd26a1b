"""The index over revision after revision."""

import threading

from handlers.renewal import Renewal
from understanding import Fact, Index


def fact(number: int, name: str = "") -> Fact:
    return Fact("faq", str(number), (name or f"第{number}问",))


FIRST = tuple(fact(number) for number in range(20))


class Completed:
    """Takes the whole index when it is made."""

    def __init__(self) -> None:
        self.index: Index | None = None
        self._made = threading.Event()

    def __call__(self, index: Index) -> None:
        self.index = index
        self._made.set()

    def wait(self) -> Index | None:
        self._made.wait(30)
        return self.index


def test_few_changes_are_in_it_at_once() -> None:
    renewal, completed = Renewal(many=5, at_once=3), Completed()
    renewal.index(FIRST, ("李四",), completed)
    changed = (*FIRST[2:], fact(2, "改过的"), fact(30))
    index = renewal.index(changed, ("王芳",), completed)
    assert index.facts == changed
    assert index.exact("改过的") == (fact(2, "改过的"),)
    assert index.exact("第2问") == index.exact("第0问") == ()
    assert (index.names_a_person("王芳"), index.names_a_person("李四")) == (True, False)
    assert completed.index is None


def test_of_very_many_the_first_are_in_it_at_once_and_the_rest_soon() -> None:
    for count in (4, 15):  # some are new; nearly all are
        renewal, completed = Renewal(many=5, at_once=3), Completed()
        renewal.index(FIRST, (), completed)
        new = tuple(fact(number) for number in range(100, 100 + count))
        changed = (*FIRST[: 20 - count], *new)
        index = renewal.index(changed, (), completed)
        assert index.facts == changed[:-count] + new[:3]
        whole = completed.wait()
        assert whole is not None
        assert whole.facts == changed
        assert whole.exact(f"第{99 + count}问") == new[-1:]
        assert renewal.index(changed, (), completed).facts == changed


def test_a_newer_revision_goes_before_what_was_still_being_made() -> None:
    renewal, late, last = Renewal(many=5, at_once=3), Completed(), Completed()
    renewal.index(FIRST, (), late)
    renewal.index(tuple(fact(number) for number in range(50, 70)), (), late)
    assert renewal.index(FIRST, (), last).facts == FIRST[:3]
    whole = last.wait()
    assert whole is not None
    assert whole.facts == FIRST


def test_few_facts_are_always_made_anew() -> None:
    renewal = Renewal(many=50, at_once=1)
    renewal.index(FIRST, (), Completed())
    other = tuple(fact(number) for number in range(60, 80))
    assert renewal.index(other, (), Completed()).facts == other
