"""Draws a plan from a seed: the cast, and everybody's way through the scenes."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from rehearsal import questions, roster
from rehearsal.plan import REAL, Act, Cue, Desks, Expected, Person, Plan, Scene, Visit
from rehearsal.questions import Said

HERE = Path(__file__).parent
GAP = (25.0, 110.0)  # congress seconds between two acts of one person
SPREAD = {"even": (1.0, 1.0), "early": (1.0, 1.8), "late": (1.8, 1.0)}  # of a beta distribution over the scene
SHORT = 0.5  # of the seconds that faults last, in a short rehearsal
VISIT = "desk"  # what an act is called that is one at a staffed desk, while it is drawn
STRANGER = "none"  # the way of those who never bind


def draw(people: int, seed: int, *, short: bool = False) -> Plan:
    """The plan for so many people; the same seed draws the same plan."""
    schedule = yaml.safe_load((HERE / "schedule.yaml").read_text(encoding="utf-8"))
    chance = random.Random(seed)
    state = _State(_cast(people, schedule["ways"], chance), chance)
    desks = Desks(schedule["desks"]["stage"], tuple(schedule["desks"]["keys"]), schedule["desks"]["cut"])
    scenes = []
    for written in schedule["scenes"]:
        drawn = _Drawing(written, schedule["messages"], desks, state)
        acts = sorted(drawn.acts(people), key=lambda act: (act.at, act.person))
        visits = tuple(drawn.visit(act) for act in acts if act.do == VISIT)
        acts = [act for act in acts if act.do != VISIT]
        scale = SHORT if short else 1.0
        cues = [
            Cue(_seconds(cue["at"]), cue["name"], cue.get("seconds", 0) * scale, _share(cue.get("times", 0), people))
            for cue in written["cues"]
        ]
        scenes.append(
            Scene(
                written["name"],
                drawn.begins,
                drawn.seconds,
                tuple(acts),
                tuple(cues),
                visits,
                written.get("calm", False),
            )
        )
    return Plan(state.cast, seed, tuple(scenes), schedule["change"], desks, schedule["announcement"])


def _cast(people: int, ways: Mapping[str, float], chance: random.Random) -> tuple[Person, ...]:
    """Who is whom: some of the roster, each with a way to bind; more people than delegates are strangers."""
    everybody = roster.read()
    few = min(people, len(everybody))
    # Spread over the roster: invited guests and observers stand at its end, and some of them are to be there.
    delegates = [everybody[number * len(everybody) // few] for number in range(few)]
    order = list(range(len(delegates)))
    chance.shuffle(order)
    found = {}
    for way, share in ways.items():
        for number in order[: round(share * len(delegates))]:
            # Who has no telephone on file can't bind by it.
            found[number] = way if way == "code" or delegates[number].phone else "code"
        order = order[round(share * len(delegates)) :]
    cast = [Person(delegate, found.get(number, "")) for number, delegate in enumerate(delegates)]
    return tuple(cast + [Person(None)] * (people - len(cast)))


@dataclass
class _State:
    """What is carried from scene to scene."""

    cast: tuple[Person, ...]
    chance: random.Random
    following: set[int] = field(default_factory=set)
    bound: set[int] = field(default_factory=set)
    settled: list[int] = field(default_factory=list)  # who was bound in an earlier scene: whom wrong claims are about


class _Drawing:
    """One scene while it is drawn."""

    def __init__(self, written: Mapping[str, Any], messages: Sequence[str], desks: Desks, state: _State) -> None:
        self._written, self._messages, self._desks = written, messages, desks
        self._state, self._chance = state, state.chance
        self.begins, self.seconds = _seconds(written["begins"]), written["minutes"] * 60.0

    def acts(self, people: int) -> Iterator[Act]:
        """The acts of everybody who takes part, each person's in order."""
        order = list(range(people))
        self._chance.shuffle(order)
        for walk in self._written["walks"]:
            share = round(walk["share"] * people)
            for person in order[:share]:
                yield from self._walk(person, walk)
            order = order[share:]
        new = self._state.bound - set(self._state.settled)
        self._state.settled += sorted(new)

    def visit(self, act: Act) -> Visit:
        """The visit of a desk that was drawn as an act."""
        return Visit(act.at, act.badge, *act.detail.split())

    def _walk(self, person: int, walk: Mapping[str, Any]) -> Iterator[Act]:
        steps = [made for step in walk["steps"] for made in self._step(person, step)]
        gaps = [self._chance.uniform(*(said.gap or walk.get("gap", GAP))) for said in steps]
        start = self._chance.betavariate(*SPREAD[walk["spread"]]) * max(0.0, self.seconds - sum(gaps))
        for said, gap in zip(steps, gaps, strict=True):
            at = round(self.begins + start, 3)
            yield Act(
                at, person, self._written["name"], said.do, said.detail, said.place, said.expected, said.about,
                said.badge, said.pool, said.waits,
            )  # fmt: skip
            start += gap

    def _step(self, person: int, step: Mapping[str, Any]) -> Iterator[Said]:
        who = self._state.cast[person]
        if (who.way or STRANGER) not in step.get("ways", (who.way or STRANGER,)):
            return
        if self._chance.random() >= step.get("chance", 1.0):
            return
        following = person in self._state.following
        match step["do"]:
            case "scan":
                self._state.following.add(person)
                code = self._chance.choice(step["codes"])
                yield (
                    questions.at_desk(code, person in self._state.bound) if step.get("arrives") else questions.at(code)
                )
            case "subscribe" if following:
                yield Said("subscribe", expected=Expected(answer=False))
            case "follow":
                self._state.following.add(person)
                yield Said("follow")
            case "unfollow":
                self._state.following.discard(person)
                yield Said("unfollow", expected=Expected(answer=False))
            case "message":
                yield Said("tap", "help.message", waits=True)
                yield Said("text", self._chance.choice(self._messages), Expected(effect="message"), waits=True)
            case "desk" if who.delegate is not None:
                keys = self._chance.sample(self._desks.keys, 2)
                together = self._chance.random() < step.get("twice", 0.0)
                yield Said(VISIT, " ".join(keys if together else keys[:1]), badge=who.delegate.badge)
            case "bind":
                self._state.following.add(person)
                self._state.bound.add(person)
                yield from questions.binding(who, self._chance)
            case "take" | "guess" if following:
                yield from self._wrong_claim(person, step["do"])
            case "own" if following:
                pool = "own" if person in self._state.bound else "guest"
                yield from questions.drawn(pool, step["times"], self._chance, who.delegate)
            case "ask" | "others" if following:
                pool = step.get("pool", "others")
                yield from questions.drawn(pool, step["times"], self._chance, who.delegate, self._other(person))

    def _wrong_claim(self, person: int, do: str) -> Iterator[Said]:
        victims = [number for number in self._state.settled if number != person]
        if not victims:
            return
        victim = self._chance.choice(victims)
        delegate = self._state.cast[victim].delegate
        assert delegate is not None  # noqa: S101  who is bound is a delegate
        if do == "guess":
            self._state.settled.remove(victim)  # its badge is locked now: a second guess would end otherwise
            yield from questions.guesses(delegate)
        else:
            bound = self._state.cast[person].delegate if person in self._state.bound else None
            yield questions.taking(delegate, bound)

    def _other(self, person: int) -> roster.Delegate:
        own, everybody = self._state.cast[person].delegate, roster.read()
        return next(each for each in iter(lambda: self._chance.choice(everybody), None)
                    if each.phone and (own is None or own.delegation != each.delegation))  # fmt: skip


def _share(times: int, people: int) -> int:
    """So many of the congress's delegates, among fewer people; one at least."""
    return math.ceil(times * people / REAL)


def _seconds(written: datetime | str) -> float:
    at = written if isinstance(written, datetime) else datetime.fromisoformat(written)
    return at.timestamp()
