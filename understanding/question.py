"""The Question: what one text asks, in the terms of the congress."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from understanding import language
from understanding.normalise import fold, squeeze
from understanding.numerals import is_cut, stands_in

TOPIC_OF = {"delegation": "place", "column": "news"}  # by the kind of a fact; of all others the kind is the topic
SHORTEST = 3  # characters of a place's name that may be left out of it


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be asked for, as the index knows it: handlers look the real row up by (kind, key).

    `names` are ways to name it (title, aliases); `places` say where it is, `texts` are further words to find it by.
    `offers` are the aspects that it can tell (when, where, who, phone, ...); `day` is an agenda item's;
    `starts` is when that begins, or when an article comes out; `audience` are those whom it is for. `room` is where a
    delegation meets: it is not found by that.
    """

    kind: str  # agenda, guide, faq, news, delegation, programme
    key: str
    names: tuple[str, ...]
    texts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    offers: frozenset[str] = frozenset()
    day: date | None = None
    starts: datetime | None = None
    audience: tuple[str, ...] = ()
    room: str = ""

    @property
    def id(self) -> str:
        """`kind:key`, as a session remembers it."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact that fits the text, with its score between 0 and 1."""

    fact: Fact
    score: float


@dataclass(frozen=True, slots=True)
class Context:
    """What was talked about before: the session's topic, item (a fact's id), day and part of the day.

    `listed` are the ids that the last answer listed; `choosing` tells that it asked which one is meant, and `wanted`
    what is to be told of that."""

    topic: str = ""
    item: str = ""
    day: date | None = None
    part: str = ""
    listed: tuple[str, ...] = ()
    choosing: bool = False
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a text asks.

    `topic`: greet, thanks, help, agenda, guide, faq, news, place, programme, person (a human wanted), station, personal
    (own data), privacy (somebody else's), unsure (hits are weak), choice (some fit alike), several (see `parts`), more
    (the rest of what was told) or "" for unknown.
    `aim` narrows the agenda: day, now, next, rest, find; one's own data: seat, room, group_room, meal, coach, agenda,
    card (all of it), bind. `after` and `before` are beside the item of the first hit, `just` is what began last,
    `ended` what was over last.
    `day` and `part` (morning, noon, afternoon, evening, "") say when, `until` the last of several days; `starts`/`ends`
    bound a part of the day. `aspects` are what is wanted of a fact: when, where, who, phone, ...
    `hits` are the facts that fit, best first. `follows`: the text was understood through what was talked about before.
    `spelt`: what was put for what, when the text as typed told nothing sure.
    `missing` is a day or a time as it was said that there isn't (aims no_day, no_time), or isn't at this congress
    (elsewhere).
    `parts` are the two or three questions that were asked at once, in their order; the topic is then `several`.
    """

    text: str
    words: str = ""
    topic: str = ""
    aim: str = ""
    day: date | None = None
    part: str = ""
    starts: time | None = None
    ends: time | None = None
    aspects: frozenset[str] = frozenset()
    hits: tuple[Hit, ...] = field(default=())
    follows: bool = False
    until: date | None = None
    spelt: tuple[tuple[str, str], ...] = ()
    parts: tuple["Question", ...] = ()
    missing: str = ""

    def best(self, kind: str = "") -> Fact | None:
        """The best fact, of one kind if one is named."""
        return next((hit.fact for hit in self.hits if not kind or hit.fact.kind == kind), None)

    def about(self, hits: tuple[Hit, ...]) -> "Question":
        """The same question as one for these facts; the first one tells its topic."""
        kind = hits[0].fact.kind
        aim = {"agenda": "find", "news": "article", "column": "column"}.get(kind, "")
        return replace(self, topic=TOPIC_OF.get(kind, kind), aim=aim, hits=hits)

    # What few look at is worked out when somebody does.

    @property
    def language(self) -> str:
        """`en` when it is asked in English words, else `zh`; typed pinyin is Chinese."""
        # Words that were put for others may be in another language than what was typed.
        return language.language(fold(self.text) if self.spelt else self.words)

    @property
    def polite(self) -> bool:
        """Whether it says please or thanks."""
        return self.topic == "thanks" or bool(language.inside("polite", self.words))

    @property
    def topics(self) -> tuple[tuple[str, float], ...]:
        """The topics that fit with their scores, best first; the one that is answered comes before its equals."""
        scores: dict[str, float] = {}
        for hit in self.hits:
            topic = TOPIC_OF.get(hit.fact.kind, hit.fact.kind)
            scores[topic] = max(scores.get(topic, 0.0), hit.score)
        if self.topic not in ("", "unsure"):
            scores[self.topic] = scores.get(self.topic, 1.0)
        return tuple(sorted(scores.items(), key=lambda each: (-each[1], each[0] != self.topic)))

    @property
    def entities(self) -> dict[str, tuple[str, ...]]:
        """The facts that fit, as their ids by kind."""
        found: dict[str, tuple[str, ...]] = {}
        for hit in self.hits:
            found[hit.fact.kind] = (*found.get(hit.fact.kind, ()), hit.fact.id)
        return found

    @property
    def place(self) -> str:
        """The place that is named, as the data write it; empty for none. Its end may stand for all of it."""
        said = squeeze(self.words)
        for place in (place for hit in self.hits for place in hit.fact.places):
            whole = squeeze(place)
            if any(
                not is_cut(whole, at) and stands_in(whole[at:], said) for at in range(max(1, len(whole) - SHORTEST + 1))
            ):
                return place
        return ""

    @property
    def audience(self) -> str:
        """Whom it asks about, in the data's words where these are said; empty for nobody."""
        said = squeeze(self.words)
        known = (each for hit in self.hits for each in hit.fact.audience)
        found = [each for each in known if squeeze(each) in said] or language.inside("audience", self.words)
        return max(found, key=len, default="")
