"""Private values where they don't belong: another's in an answer, anybody's in a log."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rehearsal.roster import Delegate

SEAT = re.compile(r"\d+排\d+[座号]")
ROOM = re.compile(r"\d号楼\d{3}(?!\d)")
NUMBER = re.compile(r"(?<!\d)\d{11}(?!\d)")
BETWEEN = re.compile(r"(?<=\d)[-\s](?=\d)")  # a number that is written in groups
LENGTHS = (2, 3, 4)  # of names


class Leaks:
    """Knows what is whose. Values of one's own are no leak for those who bind; for a stranger every value is one."""

    def __init__(self, roster: Iterable[Delegate], owners: Mapping[str, Delegate]) -> None:
        """`owners`: whose openid is whose, of those who bind."""
        self._roster = tuple(roster)
        self._own = {openid: self._values_of(each) for openid, each in owners.items()}
        self._names_of = {openid: each.name for openid, each in owners.items()}
        self._names = {each.name for each in self._roster}
        self._phones = {each.phone for each in self._roster} | {each.contact for each in self._roster} - {""}
        self._seats = {each.seat for each in self._roster}
        self._rooms = {each.room for each in self._roster}
        self._found: dict[str, frozenset[tuple[str, str]]] = {}

    def in_answers(self, told: Iterable[tuple[str, str]]) -> Counter[str]:
        """How many private values of each kind stand in what was told to others than their owner."""
        found: Counter[str] = Counter()
        for openid, text in told:
            if text not in self._found:
                self._found[text] = frozenset(self._private("".join(text.split()) if text else ""))
            strange = self._found[text] - self._own.get(openid, frozenset())
            if strange and openid in self._names_of:
                # Somebody's name may begin like another's.
                without = "".join(text.split()).replace(self._names_of[openid], " ")
                strange = frozenset(each for each in strange if each[0] != "name" or each[1] in without)
            found.update(kind for kind, _ in strange)
        return found

    def in_logs(self, files: Iterable[Path], secrets: Iterable[str]) -> Counter[str]:
        """How many lines of each file hold a name, a telephone number or one of the secrets (openids, keys)."""
        hidden = re.compile("|".join(map(re.escape, sorted(set(secrets)))) or r"(?!)")
        found: Counter[str] = Counter()
        for file in files:
            for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
                private = any(kind in ("telephone", "name") for kind, _ in self._private(line))
                if private or hidden.search(line):
                    found[file.name] += 1
        return found

    def _private(self, text: str) -> Iterator[tuple[str, str]]:
        yield from (("telephone", each) for each in NUMBER.findall(BETWEEN.sub("", text)) if each in self._phones)
        yield from (("seat", seat) for each in SEAT.findall(text) if (seat := each[:-1] + "座") in self._seats)
        yield from (("room", each) for each in ROOM.findall(text) if each in self._rooms)
        for length in LENGTHS:
            parts = {text[place : place + length] for place in range(len(text) - length + 1)}
            yield from (("name", each) for each in parts & self._names)

    @staticmethod
    def _values_of(delegate: Delegate) -> frozenset[tuple[str, str]]:
        return frozenset((
            ("name", delegate.name), ("telephone", delegate.phone), ("telephone", delegate.contact),
            ("seat", delegate.seat), ("room", delegate.room),
        ))  # fmt: skip
