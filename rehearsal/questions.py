"""What delegates say, with the facts that the answer must hold, from questions.yaml and claims.yaml."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from rehearsal.plan import Expected, Facts, Person
from rehearsal.roster import Delegate

HERE = Path(__file__).parent
SPOKEN = ("tap", "text", "voice", "location")
CLAIM = "claim"  # the pool of what is said to bind
DIGITS = 4  # of the telephone, from its end


@dataclass(frozen=True)
class Said:
    """One act before it has its time. `gap`: congress seconds until the next one, if it matters."""

    do: str
    detail: str = ""
    expected: Expected = field(default_factory=Expected)
    place: tuple[float, float] = (0.0, 0.0)
    about: str = ""
    badge: str = ""
    pool: str = ""
    gap: tuple[float, float] | None = None
    waits: bool = False


def drawn(
    pool: str, times: tuple[int, int], chance: random.Random, own: Delegate | None, other: Delegate | None = None
) -> Iterator[Said]:
    """So many questions of a pool; what they ask may be of one's own or of another."""
    found = _read("questions")[pool]
    weights = [question.get("weight", 1) for question in found]
    for question in chance.choices(found, weights, k=chance.randint(*times)):
        yield _said(question, _fields(own, other), pool)


def binding(person: Person, chance: random.Random) -> Iterator[Said]:
    """How somebody binds, in their way; some mistake the digits first."""
    assert person.delegate is not None  # noqa: S101  only delegates have a way
    claims, fields = _read("claims"), _fields(person.delegate)
    if person.way == "telephone" and chance.random() < claims["mistaken"]["chance"]:
        yield _said(claims["mistaken"], fields)
    for step in claims[person.way]:
        yield _said(step, fields)


def at(code: str) -> Said:
    """The scan of a code that is nobody's own."""
    return Said("scan", code, Expected(effect="scan"))


def at_desk(code: str, bound: bool) -> Said:
    """The scan of a desk's code while it checks people in: those who are bound."""
    return _said({**_read("claims")["at_desk" if bound else "guest_at_desk"], "scan": code}, {}, "")


def taking(victim: Delegate, bound: Delegate | None) -> Said:
    """The scan of another's personal code, by somebody who is bound themselves, or not."""
    kind = "other_badge" if bound else "taken"
    return _said(_read("claims")[kind], _fields(bound, victim))


def guesses(victim: Delegate) -> Iterator[Said]:
    """Wrong digits for another's badge, until it is locked."""
    for step in _read("claims")["guesses"]:
        yield _said(step, _fields(None, victim))


def _said(question: Mapping[str, Any], fields: Mapping[str, str], pool: str = CLAIM) -> Said:
    do = next(name for name in (*SPOKEN, "scan") if name in question)
    said = question[do]
    expected = Expected(
        must=_facts(question, "must", fields), after=_facts(question, "after", fields),
        must_not=tuple(fact for each in question.get("must_not", ()) if (fact := each.format_map(fields))),
        effect="scan" if do == "scan" else "", claim=question.get("claim", ""),
        arrives=question.get("arrives", False),
    )  # fmt: skip
    place, detail = ((said[0], said[1]), said[2]) if do == "location" else ((0.0, 0.0), said.format_map(fields))
    badge = question.get("badge", "").format_map(fields)
    gap = tuple(question["gap"]) if "gap" in question else None
    return Said(
        do, detail, expected, place, question.get("about", ""), badge, pool, gap, question.get("waits", pool == CLAIM)
    )


def _facts(question: Mapping[str, Any], name: str, fields: Mapping[str, str]) -> Facts:
    """The groups of facts; one whose facts the roster leaves empty is left out."""
    groups = [tuple(filter(None, (fact.format_map(fields) for fact in group))) for group in question.get(name, ())]
    return tuple(group for group in groups if group)


def _fields(own: Delegate | None, other: Delegate | None = None) -> Mapping[str, str]:
    return {**_of(own, ""), **_of(other, "other_")}


@lru_cache(2048)
def _of(who: Delegate | None, prefix: str) -> Mapping[str, str]:
    """What stands for {seat}, {other_seat} ... {digits} are the telephone's last, {wrong} others than those."""
    if who is None:
        return {}
    digits = who.phone[-DIGITS:]
    wrong = f"{(int(digits or 0) + 4321) % 10**DIGITS:0{DIGITS}d}"
    return {f"{prefix}{name}": value for name, value in {**vars(who), "digits": digits, "wrong": wrong}.items()}


@cache
def _read(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
