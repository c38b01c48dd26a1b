"""The numbers of a rehearsal, from what was judged."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rehearsal.conductor import Moment, Run
from rehearsal.judging.aftermath import Quota, Screen
from rehearsal.judging.binding import PERSONAL, Binding
from rehearsal.judging.checkin import Checkin
from rehearsal.judging.judgement import ANSWERED, Effects, Judged, Outcome
from rehearsal.judging.latency import Latency, latency
from rehearsal.judging.notices import MINUTE, Notices
from rehearsal.wire import Message

SETTLE = 2.0  # wall seconds after a fault that still count as its time
BIN = 2.0  # wall seconds of one point in the plots
WANTED_P99 = 1.0  # seconds
WANTED_RATE = 20.0  # times the real one
OF_THE_MACHINE = frozenset({"p99", "rate"})  # goals that tell as much of the machine and its load as of the product


@dataclass(frozen=True)
class Point:
    """One stretch of BIN seconds, `at` seconds after the begin."""

    at: float
    messages: int
    latency: Latency


@dataclass(frozen=True)
class Disturbance:
    """A fault and what came of it. Times in seconds after the begin."""

    name: str
    began: float
    ended: float
    shown: float
    messages: int
    retried: int  # messages that needed more than one delivery
    latency: Latency
    prompts: int
    error: str = ""


@dataclass(frozen=True)
class Figures:
    """Everything that the report tells."""

    people: int
    acts: int
    messages: int
    deliveries: int
    retried: int
    answers: int
    late: int
    prompts: int
    refused: int
    double: int
    lost: int
    differing: int  # repeated deliveries that were given another answer than the first
    checked: int
    wrong: int
    unknown: int
    apologies: int
    scans: Effects
    kept: Effects
    replies: Effects
    whole: Latency
    calm: Latency
    disturbed: Latency
    seconds: float
    rate: float  # messages a second, over the scenes
    real: float  # messages a second in the busiest stretch of the real congress
    complete: bool
    unanswered: list[tuple[str, int]] = field(default_factory=list)
    unknowns: list[tuple[str, int]] = field(default_factory=list)
    wrongs: list[tuple[str, str, int]] = field(default_factory=list)  # question, an answer, how often
    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)  # kind of act -> outcome -> count
    points: list[Point] = field(default_factory=list)
    disturbances: list[Disturbance] = field(default_factory=list)
    scenes: list[tuple[str, float, float, int]] = field(default_factory=list)  # name, from, to, messages
    quotas: list[Quota] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # programs that did not run any more at the end
    binding: Binding = field(default_factory=Binding)
    checkin: Checkin = field(default_factory=Checkin)
    notices: Notices = field(default_factory=Notices)

    @property
    def times(self) -> float:
        """How many times the real rate."""
        return self.rate / self.real if self.real else 0.0

    @property
    def goals(self) -> dict[str, bool]:
        """What was wanted, and whether it was reached."""
        return {
            "prompts": self.prompts == 0,
            "double": self.double == 0,
            "lost": self.lost == 0,
            "p99": self.whole.p99 < WANTED_P99,
            "rate": self.times >= WANTED_RATE,
            "leaks": self.binding.leaked == 0,
            "checkin": self.checkin.wrong == 0,
            "notices": self.notices.twice + self.notices.lost + self.notices.wrong == 0,
            "told": self.notices.slowest <= MINUTE,
            "content": self.wrong == 0 and self.apologies == 0,
            "complete": self.complete and not self.missing and not any(each.error for each in self.disturbances),
        }

    def is_reached(self, short: bool = False) -> bool:
        """Whether everything wanted was reached. A short rehearsal is made of faults, on any machine: its times tell
        nothing, and don't count."""
        return all(reached for name, reached in self.goals.items() if not (short and name in OF_THE_MACHINE))


def reckon(
    run: Run, judged: Sequence[Judged], screens: Sequence[Screen], scans: Effects, kept: Effects,
    quotas: Sequence[Quota], missing: Sequence[str], binding: Binding, checkin: Checkin, notices: Notices,
) -> Figures:  # fmt: skip
    """Put the numbers together."""
    by = Counter(each.outcome for each in judged)
    replies = _replies(judged, screens)
    compared = (scans, kept, replies, binding.bound, binding.flags, checkin.people, checkin.scans, checkin.repeated)
    settled = [message for message in run.messages if message.settled]
    in_fault = [message for message in settled if _is_in_fault(message, run.moments)]
    calm = [message for message in settled if not _is_in_fault(message, run.moments)]
    seconds = sum(until - since for _, since, until in run.scenes) or run.ended - run.began
    return Figures(
        people=run.plan.people,
        acts=len(run.played),
        messages=len(run.messages),
        deliveries=sum(message.deliveries for message in run.messages),
        retried=sum(bool(message.failures) for message in run.messages),
        answers=sum(by[outcome] for outcome in ANSWERED),
        late=by[Outcome.LATE],
        prompts=sum(screen.prompts for screen in screens),
        refused=by[Outcome.REFUSED],
        double=sum(each.double for each in compared) + notices.twice,
        lost=sum(each.lost for each in compared) + by[Outcome.VANISHED] + notices.lost,
        differing=sum(each.differs for each in judged),
        checked=sum(bool(each.act.expected.must) for each in judged if each.outcome in ANSWERED),
        wrong=by[Outcome.WRONG],
        unknown=by[Outcome.UNKNOWN],
        apologies=by[Outcome.APOLOGY],
        scans=scans,
        kept=kept,
        replies=replies,
        whole=latency(settled),
        calm=latency(calm),
        disturbed=latency(in_fault),
        seconds=seconds,
        rate=len(run.messages) / seconds if seconds else 0.0,
        real=run.plan.peak,
        complete=run.complete,
        unanswered=_grouped(judged, Outcome.UNANSWERED, Outcome.PROMPT, Outcome.VANISHED, Outcome.REFUSED),
        unknowns=_grouped(judged, Outcome.UNKNOWN),
        wrongs=_wrongs(judged),
        outcomes=_outcomes(judged),
        points=_points(run, settled),
        disturbances=[_disturbance(run, moment) for moment in run.moments],
        scenes=[_scene(run, *scene) for scene in run.scenes],
        quotas=list(quotas),
        missing=list(missing),
        binding=binding,
        checkin=checkin,
        notices=notices,
    )


def _replies(judged: Sequence[Judged], screens: Sequence[Screen]) -> Effects:
    """Answers on the screens beside those that should be there, person by person; a prompt is counted elsewhere."""
    should = Counter(each.openid for each in judged if each.act.expected.answer and each.message)
    shown = {screen.openid: screen.answers for screen in screens}
    openids = set(should) | set(shown)
    more = [shown.get(openid, 0) - should[openid] for openid in openids]
    return Effects(should.total(), sum(max(0, -each) for each in more), sum(max(0, each) for each in more))


def _is_in_fault(message: Message, moments: Iterable[Moment]) -> bool:
    end = message.settled or message.last
    return any(message.first <= (moment.ended or end) + SETTLE and end >= moment.began for moment in moments)


def _disturbance(run: Run, moment: Moment) -> Disturbance:
    ended = moment.ended or run.ended
    hit = [message for message in run.messages if _is_in_fault(message, [moment])]
    return Disturbance(
        moment.name, moment.began - run.began, ended - run.began, moment.shown, len(hit),
        sum(bool(message.failures) for message in hit), latency(message for message in hit if message.settled),
        sum(not message.settled for message in hit), moment.error,
    )  # fmt: skip


def _scene(run: Run, name: str, since: float, until: float) -> tuple[str, float, float, int]:
    count = sum(since <= message.first < until for message in run.messages)
    return name, since - run.began, until - run.began, count


def _points(run: Run, settled: Sequence[Message]) -> list[Point]:
    bins: dict[int, list[Message]] = {}
    for message in settled:
        bins.setdefault(int((message.first - run.began) // BIN), []).append(message)
    last = max(bins, default=-1)
    return [Point(n * BIN, len(bins.get(n, ())), latency(bins.get(n, ()))) for n in range(last + 1)]


def _grouped(judged: Iterable[Judged], *outcomes: Outcome) -> list[tuple[str, int]]:
    return Counter(_named(each) for each in judged if each.outcome in outcomes).most_common()


def _wrongs(judged: Iterable[Judged]) -> list[tuple[str, str, int]]:
    wrong = [each for each in judged if each.outcome in (Outcome.WRONG, Outcome.APOLOGY)]
    # What was said to one person alone is shown to nobody else, not even where it is wrong.
    example = {_named(each): "" if each.act.pool in PERSONAL else each.answer for each in wrong}
    return [(asked, example[asked], count) for asked, count in _grouped(wrong, Outcome.WRONG, Outcome.APOLOGY)]


def _named(judged: Judged) -> str:
    return f"{judged.act.do} {judged.act.about or judged.act.detail}".strip()


def _outcomes(judged: Iterable[Judged]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for each in judged:
        found.setdefault(each.act.do, Counter())[each.outcome.value] += 1
    return {do: dict(counts) for do, counts in found.items()}
