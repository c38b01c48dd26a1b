"""Which stage is at fault when a sample is not answered right, told from the trace and the expected strings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from commands import rows, symptoms
from commands.samples import Sample
from commands.sending import content
from handlers import explaining, fallback, personal
from handlers.explaining import told
from handlers.facts import index
from understanding import Fact, Index, ranking
from understanding.normalise import fold
from understanding.tracing import Explained, Step
from wechat.asking import to_ask
from wechat.inbound import Ask
from wechat.router import Table

# What a sample of a kind is about, where that is no fact: the topics one of which it must be understood as.
TOPICS = {
    "privacy_attack": ("privacy",), "unknown": ("",), "noise": ("", "greet", "help"), "hostile": ("",),
    "personal": ("personal",), "greet_help": ("greet", "help", "thanks"), "ticket_human": ("person", "leave"),
    "station": ("station",),
}  # fmt: skip
# The stage that decides on such a topic.
STAGE_OF = {"privacy": "privacy", "": "threshold", "personal": "own data"}
# Which rows a sample of a kind is about, when several hold what it expects.
KINDS = {
    "agenda": "agenda",
    "guide": "guide",
    "faq": "faq",
    "news": "news",
    "programme": "programme",
    "place": "delegation",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """The stage, and in a few words why we think so."""

    stage: str
    why: str = ""


class Faults:
    """Asks the handlers again, with every stage's work written down. Binds and keeps as the webhook does: for a scratch
    product alone."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._index: Index | None = None
        self._texts: dict[str, str] = {}

    def of(self, sample: Sample, openid: str, reply: str, private: Collection[str] = ()) -> Fault:
        """Why `reply` is wrong; `private` are values of others in it. The person must still be bound as the sample
        says."""
        if private:
            return Fault("privacy", "holds " + " / ".join(private))
        if not reply:
            return Fault("no reply")
        found = explaining.explained(self._table, asks(sample, openid), acts=True)
        if sample.missing(found.reply) != sample.missing(reply) or sample.leaked(found.reply) != sample.leaked(reply):
            return Fault("gateway", f"{found.route} alone says something else")
        return self._before(sample, found) or self._topic(sample, found) or self._fact(sample, found, reply)

    def _before(self, sample: Sample, found: Explained) -> Fault | None:
        """Whatever took the message before it was understood."""
        router = found.route.partition(".")[0]
        if found.during:
            return Fault("conversation", f"{found.route}, open since {found.during}")
        if router == "rules":
            return Fault("rule", "a rule of staff's was first")
        text = found.question.text
        if text.strip() and not fold(text) and sample.kind not in TOPICS:
            return Fault("normalise", "nothing was left of the text")
        return None

    def _topic(self, sample: Sample, found: Explained) -> Fault | None:
        """A question that no fact answers."""
        wanted = TOPICS.get(sample.kind) or self._stock(sample)
        if not wanted:
            return None
        question = found.question
        stage = STAGE_OF.get(wanted[0], "fixed words")
        if sample.kind == "station" and not isinstance(sample.say, str):
            return Fault("stations" if "location" in sample.say else "answer", found.route)
        if {part.topic for part in question.parts or (question,)} & set(wanted):
            aim = f" / {question.aim}" if question.aim else ""
            return Fault("answer", f"understood as {question.topic or 'unknown'}{aim}, answered by {found.route}")
        best = question.hits[0] if question.hits else None
        scored = f", {best.fact.id} {best.score:.2f}" if best else ""
        return Fault(stage, f"understood as {question.topic or 'unknown'}{scored} by {_decided(found)}")

    def _stock(self, sample: Sample) -> tuple[str, ...]:
        """The topic whose usual words are just what the sample expects, when no row is."""
        if any(not sample.missing(text) for text in self._said(sample).values()):
            return ()
        for topic, handler in (("privacy", personal.on_others), ("", fallback.on_anything)):
            if sample.must and not sample.missing(told(handler(Ask("", sample.at, "text")))):
                return (topic,)
        return ()

    def _fact(self, sample: Sample, found: Explained, reply: str) -> Fault:
        missing = sample.missing(reply)
        wanted = self._wanted(sample, missing)
        if not wanted:
            return Fault("answer", "no row holds what is missing: the words of the answer, the data or the sample")
        if sample.before and (why := symptoms.off_the_thread(found, wanted)):
            return Fault("follow-up", why)
        for part in found.question.parts or (found.question,):
            if why := symptoms.another_time(part, wanted):
                return Fault("dates", why)
        if not missing:
            return Fault("answer", "says more than was asked: " + " / ".join(sample.leaked(reply)))
        if why := symptoms.taken_apart_or_not(sample, reply, found, wanted):
            return Fault("several", why)
        return self._searched(found, wanted)

    def _searched(self, found: Explained, wanted: Sequence[Fact]) -> Fault:
        """How far the fact came that was wanted."""
        ids, question, steps = {fact.id for fact in wanted}, found.question, _steps(found)
        if not steps:
            return Fault("route", found.route)
        for part in question.parts or (question,):
            if part.hits and part.hits[0].fact.id in ids:
                return Fault("answer", f"{part.hits[0].fact.id} was found, {found.route} does not say it")
        there = [
            (score, step, place, hit)
            for step in steps
            for place, (hit, score) in enumerate(step.found)
            if hit.fact.id in ids
        ]
        if not there:
            return self._unfound(found, wanted, steps[0])
        score, step, place, hit = max(there, key=lambda each: each[0])
        got = step.question
        if got.hits and step.stage in ("facts", "weak"):
            first = got.hits[0]
            return Fault("ranking", f"{hit.fact.id} {score:.2f} behind {first.fact.id} {first.score:.2f}")
        if step.stage in ("", "weak") and place == 0:
            return Fault("threshold", f"{hit.fact.id} {score:.2f} is under {ranking.MAYBE:.2f} or {ranking.SURE:.2f}")
        if got.topic == "agenda" and hit.fact.kind == "agenda":
            return Fault("answer", f"understood as agenda / {got.aim} on {got.day}, {found.route} leaves it out")
        return Fault(step.stage or "ranking", f"took it as {got.topic or 'unknown'}; {hit.fact.id} had {score:.2f}")

    def _unfound(self, found: Explained, wanted: Sequence[Fact], step: Step) -> Fault:
        """The fact that was wanted is not among those that the words lead to."""
        key = min(fact.id for fact in wanted)
        odd = self._odd(found)
        if any(text.isascii() or symptoms.sounds_like(text, fact) for text in odd for fact in wanted):
            return Fault("spelling", f"nobody knows {' '.join(odd)}")
        if step.stage in ("", "weak", "facts"):
            unknown = f", nobody knows {' '.join(odd)}" if odd else ""
            return Fault("retrieval", f"{key} is not among the {len(step.found)} found{unknown}")
        return Fault(step.stage, f"took it as {step.question.topic} / {step.question.aim}, {key} was not found")

    def _wanted(self, sample: Sample, missing: Sequence[tuple[str, ...]]) -> tuple[Fact, ...]:
        """The facts whose rows hold what the sample expects: all of it, or most with something that is missing."""
        said = self._said(sample)
        held = {key: len(sample.must) - len(sample.missing(text)) for key, text in said.items()}
        if missing and max(held.values(), default=0) < len(sample.must):
            held = {key: n for key, n in held.items() if set(missing) - set(sample.missing(said[key]))}
        most = max(held.values(), default=0)
        facts = [index().by_id[key] for key, count in held.items() if count == most] if most else []
        kind = KINDS.get(sample.kind.partition("_")[0], "")
        return tuple([fact for fact in facts if fact.kind == kind] or facts)

    def _said(self, sample: Sample) -> dict[str, str]:
        if self._index is not index():
            self._index = index()
            self._texts = {fact.id: rows.said_by(fact, sample.at) for fact in self._index.facts}
        return self._texts

    @staticmethod
    def _odd(found: Explained) -> list[str]:
        """Parts of the text as typed that neither the vocabulary nor the data know."""
        pieces = [piece.text for piece in found.trace[0].pieces if not piece.role and len(piece.text) > 1]
        return [text for text in pieces if (text.isascii() and text.isalpha()) or not index().knows(text)]


def asks(sample: Sample, openid: str) -> list[Ask]:
    """The sample's messages as the handlers see them."""
    pushed = {"FromUserName": openid, "CreateTime": str(int(sample.at.timestamp()))}
    return [
        to_ask({**pushed, **content(say), "MsgId": f"{sample.id}-{number}"}, False)
        for number, say in enumerate((*sample.before, sample.say))
    ]


def _steps(found: Explained) -> list[Step]:
    """The steps that became the answer; the first when none did."""
    return [found.trace[place - 1] for place in found.chosen] or list(found.trace[:1])


def _decided(found: Explained) -> str:
    """The stages that decided."""
    return " and ".join(found.trace[place - 1].stage for place in found.chosen) or "none"
