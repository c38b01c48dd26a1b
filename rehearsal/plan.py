"""The plan of a rehearsal: who does what when, drawn from a seed."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
REAL = 620  # delegates of the congress
GAP = (25.0, 110.0)  # congress seconds between two acts of one person
SPREAD = {"even": (1.0, 1.0), "early": (1.0, 1.8), "late": (1.8, 1.0)}  # of a beta distribution over the scene
ASKED = ("tap", "text", "voice", "location")
SHORT = 0.5  # of the seconds that faults last, in a short rehearsal

Facts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Expected:
    """What must come back: an answer or silence, of each group of facts one, nothing of `must_not`.

    `after` takes the place of `must` once the changed agenda is loaded. `effect` names what the act must leave in the
    database exactly once: scan, message, or empty.
    """

    answer: bool = True
    must: Facts = ()
    must_not: tuple[str, ...] = ()
    after: Facts = ()
    effect: str = ""


@dataclass(frozen=True)
class Act:
    """One thing that one person does at a congress time in Unix seconds. `detail` is the code, key or words of it."""

    at: float
    person: int
    scene: str
    do: str  # scan, follow, unfollow, tap, text, voice, location
    detail: str = ""
    place: tuple[float, float] = (0.0, 0.0)  # degrees, of a location
    expected: Expected = field(default_factory=Expected)


@dataclass(frozen=True)
class Cue:
    """Something that happens to product or platform: for so many seconds of the wall's, or to so many pushes."""

    at: float
    name: str
    seconds: float = 0.0
    times: int = 0


@dataclass(frozen=True)
class Scene:
    """A stretch of the congress, from `begins` in Unix seconds for so many seconds."""

    name: str
    begins: float
    seconds: float
    acts: tuple[Act, ...]
    cues: tuple[Cue, ...]

    @property
    def rate(self) -> float:
        """Acts a second at normal speed."""
        return len(self.acts) / self.seconds


@dataclass(frozen=True)
class Plan:
    """The whole rehearsal, its scenes in order."""

    people: int
    seed: int
    scenes: tuple[Scene, ...]
    change: Mapping[str, str]

    @property
    def acts(self) -> tuple[Act, ...]:
        """Every act, in order."""
        return tuple(act for scene in self.scenes for act in scene.acts)

    @property
    def peak(self) -> float:
        """Acts a second in the busiest stretch of the real congress, however few rehearse it."""
        return max(scene.rate for scene in self.scenes) * REAL / self.people


def draw(people: int, seed: int, *, short: bool = False) -> Plan:
    """The plan for so many people; the same seed draws the same plan."""
    schedule = yaml.safe_load((HERE / "schedule.yaml").read_text(encoding="utf-8"))
    questions = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
    chance = random.Random(seed)
    following: set[int] = set()
    scenes = []
    for written in schedule["scenes"]:
        drawn = _Drawing(written, questions, schedule["messages"], following, chance)
        acts = sorted(drawn.acts(people), key=lambda act: (act.at, act.person))
        scale = SHORT if short else 1.0
        cues = [
            Cue(_seconds(cue["at"]), cue["name"], cue.get("seconds", 0) * scale, _share(cue.get("times", 0), people))
            for cue in written["cues"]
        ]
        scenes.append(Scene(written["name"], drawn.begins, drawn.seconds, tuple(acts), tuple(cues)))
    return Plan(people, seed, tuple(scenes), schedule["change"])


class _Drawing:
    """One scene while it is drawn; `following` is carried from scene to scene."""

    def __init__(
        self, written: Mapping[str, Any], questions: Mapping[str, Any], messages: Sequence[str], following: set[int],
        chance: random.Random,
    ) -> None:  # fmt: skip
        self._written, self._questions, self._messages = written, questions, messages
        self._following, self._chance = following, chance
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

    def _walk(self, person: int, walk: Mapping[str, Any]) -> Iterator[Act]:
        steps = [made for step in walk["steps"] for made in self._step(person, step)]
        gaps = [self._chance.uniform(*walk.get("gap", GAP)) for _ in steps]
        start = self._chance.betavariate(*SPREAD[walk["spread"]]) * max(0.0, self.seconds - sum(gaps))
        for (do, detail, place, expected), gap in zip(steps, gaps, strict=True):
            at = round(self.begins + start, 3)
            yield Act(at, person, self._written["name"], do, detail, place, expected)
            start += gap

    def _step(self, person: int, step: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[float, float], Expected]]:
        if self._chance.random() >= step.get("chance", 1.0):
            return
        nowhere = (0.0, 0.0)
        match step["do"]:
            case "scan":
                self._following.add(person)
                yield "scan", self._chance.choice(step["codes"]), nowhere, Expected(effect="scan")
            case "follow":
                self._following.add(person)
                yield "follow", "", nowhere, Expected()
            case "unfollow":
                self._following.discard(person)
                yield "unfollow", "", nowhere, Expected(answer=False)
            case "message":
                yield "tap", "help.message", nowhere, Expected()
                yield "text", self._chance.choice(self._messages), nowhere, Expected(effect="message")
            case "ask" if person in self._following:
                pool = self._questions[step["pool"]]
                weights = [question.get("weight", 1) for question in pool]
                for question in self._chance.choices(pool, weights, k=self._chance.randint(*step["times"])):
                    yield _asked(question)


def _asked(question: Mapping[str, Any]) -> tuple[str, str, tuple[float, float], Expected]:
    do = next(name for name in ASKED if name in question)
    said = question[do]
    place = (said[0], said[1]) if do == "location" else (0.0, 0.0)
    expected = Expected(
        must=_facts(question, "must"), must_not=tuple(question.get("must_not", ())), after=_facts(question, "after")
    )
    return do, said[2] if do == "location" else said, place, expected


def _facts(question: Mapping[str, Any], name: str) -> Facts:
    return tuple(tuple(group) for group in question.get(name, ()))


def _share(times: int, people: int) -> int:
    """So many of the congress's delegates, among fewer people; one at least."""
    return math.ceil(times * people / REAL)


def _seconds(written: datetime | str) -> float:
    at = written if isinstance(written, datetime) else datetime.fromisoformat(written)
    return at.timestamp()
