"""The index of the newest content: what changed is in it at once, and very much at once soon after."""

import threading
from collections.abc import Callable, Iterable

from understanding import Fact, Index

MANY = 1000  # facts; an index of fewer is made anew in less time than anybody notices
AT_ONCE = 300  # changed facts that a message waits for
SHARE = 4  # when more than one in so many is new, all is made anew


class Renewal:
    """Makes index after index. With many facts only those that changed are worked out again."""

    def __init__(self, many: int = MANY, at_once: int = AT_ONCE) -> None:
        self._many, self._at_once = many, at_once
        self._newest: Index | None = None
        self._turn = 0
        self._lock = threading.Lock()

    def index(self, facts: Iterable[Fact], people: Iterable[str], complete: Callable[[Index], None]) -> Index:
        """The index of these facts.

        When too many of them are new it holds the first of them and nothing that is out of date; a thread makes the
        whole one, and `complete` is called with that, unless a newer revision was asked for by then.
        """
        facts, people, before = tuple(facts), tuple(people), self._newest
        if before is not None and (same := before.again(facts, people)):
            return self._keep(same)
        if before is None or len(facts) < self._many:
            return self._keep(_learned(facts, people))
        new = [fact for fact in facts if before.by_id.get(fact.id) != fact]
        if len(new) <= self._at_once:
            return self._keep(Index(facts, people, before))
        later = {fact.id for fact in new[self._at_once :]}
        part = self._keep(Index((fact for fact in facts if fact.id not in later), people, before))
        anew = len(new) * SHARE > len(facts)
        threading.Thread(
            target=self._whole, args=(facts, people, None if anew else part, self._turn, complete), daemon=True
        ).start()
        return part

    def _whole(
        self,
        facts: tuple[Fact, ...],
        people: tuple[str, ...],
        before: Index | None,
        turn: int,
        complete: Callable[[Index], None],
    ) -> None:
        found = Index(facts, people, before) if before else _learned(facts, people)
        with self._lock:
            if self._turn == turn:
                self._newest = found
                complete(found)

    def _keep(self, index: Index) -> Index:
        with self._lock:
            self._turn += 1
            self._newest = index
        return index


def _learned(facts: tuple[Fact, ...], people: tuple[str, ...]) -> Index:
    index = Index(facts, people)
    index.learn()  # now, not when the first misspelt question waits for it
    return index
