"""What can be seen in a question that was understood otherwise than the sample wants."""

from collections.abc import Sequence

from commands.samples import Sample
from understanding import Fact, Question, ranking, seams, sounds
from understanding.tracing import Explained

BY_TIME = ("day", "find", "rest")  # aims of the schedule in which the day and the part of the day decide


def off_the_thread(found: Explained, wanted: Sequence[Fact]) -> str:
    """Why a question that follows on another went elsewhere; empty when it did not."""
    context, question, ids = found.context, found.question, {fact.id for fact in wanted}
    got = question.hits[0].fact.id if question.hits else ""
    if got in ids or (question.topic == "agenda" and not question.hits):
        return ""
    if context.item not in ids:
        return f"the message before left {context.topic or 'nothing'} {context.item}".rstrip()
    return f"went on with {got}" if question.follows else f"taken by itself: {question.topic or 'unknown'}"


def another_time(question: Question, wanted: Sequence[Fact]) -> str:
    """How the day or the part of the day differs, where the schedule was asked for and the time alone is wrong."""
    items = [fact for fact in wanted if fact.day is not None]
    if question.topic != "agenda" or question.aim not in BY_TIME or not items:
        return ""
    if question.aim == "find" and not {fact.names[0] for fact in items} & {hit.fact.names[0] for hit in question.hits}:
        return ""
    day, last = question.day, question.until or question.day
    if day is None or last is None:
        return ""
    there = [fact for fact in items if fact.day is not None and day <= fact.day <= last]
    if not there:
        return f"understood {day:%m-%d}, wanted {min(fact.day for fact in items if fact.day):%m-%d}"
    if any(ranking.in_part(fact, question) for fact in there):
        return ""
    starts = min(fact.starts for fact in there if fact.starts)
    return f"understood {question.starts:%H:%M} to {question.ends:%H:%M}, wanted {starts:%H:%M}"


def taken_apart_or_not(sample: Sample, reply: str, found: Explained, wanted: Sequence[Fact]) -> str:
    """Why two questions were taken as one, or one as several; empty when it is neither."""
    ids, parts = {fact.id for fact in wanted}, found.question.parts
    if parts:
        whole = found.trace[0].found[:1]
        lost = not any(hit.fact.id in ids for part in parts for hit in part.hits)
        return f"taken as {len(parts)} questions" if lost and whole and whole[0][0].fact.id in ids else ""
    half = 0 < len(sample.missing(reply)) < len(sample.must)
    other = not any(hit.fact.id in ids for hit in found.question.hits[:1])
    return "taken as one question" if half and other and seams.may_fall_apart(found.question.text) else ""


def sounds_like(text: str, fact: Fact) -> bool:
    """Whether two syllables in a row are also in a name of the fact, written otherwise."""
    named = [pair for name in fact.names for pair in _pairs(name)]
    return any(heard == other and one != two for one, heard in _pairs(text) for two, other in named)


def _pairs(said: str) -> set[tuple[str, tuple[str, ...]]]:
    """Each two characters in a row with how they sound."""
    heard = tuple(map(sounds.loose, sounds.spoken(said)))
    return {(said[at : at + 2], heard[at : at + 2]) for at in range(len(said) - 1) if all(heard[at : at + 2])}
