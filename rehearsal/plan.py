"""The plan of a rehearsal: who does what when."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rehearsal.roster import Delegate

REAL = 620  # delegates of the congress

Facts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Expected:
    """What must come back: an answer or silence, of each group of facts one, nothing of `must_not`.

    `after` takes the place of `must` once the changed agenda is loaded. `effect` names what the act must leave in the
    database exactly once: scan, message, or empty; `claim` what becomes of a claim to be a delegate;
    `arrives` says that it checks the person in.
    """

    answer: bool = True
    must: Facts = ()
    must_not: tuple[str, ...] = ()
    after: Facts = ()
    effect: str = ""
    claim: str = ""  # bound, taken, other_badge, wrong, locked
    arrives: bool = False


@dataclass(frozen=True)
class Act:
    """One thing that one person does at a congress time in Unix seconds. `detail` is the code, key or words of it.

    A personal code is named by its badge, never by its key. `about` is what a report says where `detail` is somebody's
    own; `badge` whom a claim is about; `waits` says that the person reads the answer before doing anything else.
    """

    at: float
    person: int
    scene: str
    do: str  # scan, follow, unfollow, tap, text, voice, location
    detail: str = ""
    place: tuple[float, float] = (0.0, 0.0)  # degrees, of a location
    expected: Expected = field(default_factory=Expected)
    about: str = ""
    badge: str = ""
    pool: str = ""  # of questions.yaml, or `claim`
    waits: bool = False


@dataclass(frozen=True)
class Visit:
    """A delegate comes to a staffed desk at a congress time; `also` is another desk that scans in the same instant."""

    at: float
    badge: str
    desk: str
    also: str = ""


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
    visits: tuple[Visit, ...] = ()
    calm: bool = False  # whether it begins with a while in which reminders are planned

    @property
    def timeline(self) -> tuple[Act | Visit, ...]:
        """Everything that people do, in order."""
        return tuple(sorted((*self.acts, *self.visits), key=lambda each: each.at))

    @property
    def rate(self) -> float:
        """Acts a second at normal speed."""
        return len(self.acts) / self.seconds


@dataclass(frozen=True)
class Person:
    """One who takes part: the delegate that they are, and the way in which they bind; both may be none."""

    delegate: Delegate | None
    way: str = ""  # code, telephone, dialogue

    @property
    def binds(self) -> bool:
        """Whether they ever bind."""
        return bool(self.way)


@dataclass(frozen=True)
class Desks:
    """The staffed desks: the stage that they check in at, their keys, and which one loses its network."""

    stage: str
    keys: tuple[str, ...]
    cut: str


@dataclass(frozen=True)
class Plan:
    """The whole rehearsal, its scenes in order."""

    cast: tuple[Person, ...]
    seed: int
    scenes: tuple[Scene, ...]
    change: Mapping[str, str]
    desks: Desks
    announcement: Mapping[str, str]

    @property
    def people(self) -> int:
        """How many take part."""
        return len(self.cast)

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Every visit of a staffed desk, in order."""
        return tuple(visit for scene in self.scenes for visit in scene.visits)

    @property
    def acts(self) -> tuple[Act, ...]:
        """Every act, in order."""
        return tuple(act for scene in self.scenes for act in scene.acts)

    @property
    def peak(self) -> float:
        """Acts a second in the busiest stretch of the real congress, however few rehearse it."""
        return max(scene.rate for scene in self.scenes) * REAL / self.people
