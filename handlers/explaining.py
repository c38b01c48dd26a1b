"""Why an answer came: every stage of the understanding, the route, the reply, from the code that answers the phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.asking import context_of, question_of
from understanding import Context, Question
from understanding.tracing import Step, Trace
from wechat.inbound import Ask
from wechat.replies import Cards, Reply, Text
from wechat.router import Route, Table

# Routers whose handlers only read when nobody is bound; those of shared routes always do.
READERS = frozenset({"personal", "station", "fallback"})


@dataclass(frozen=True, slots=True)
class Explained:
    """The last of several messages of one person. `chosen` is the step that became the answer, counted from one, 0 for
    none; `route` is empty when nobody takes it, `reply` where the handler was not called. `during` is the conversation
    that was open."""

    context: Context
    trace: tuple[Step, ...]
    chosen: int
    question: Question
    route: str
    during: str
    reply: str


def explained(table: Table, asks: Sequence[Ask], *, acts: bool = False) -> Explained:
    """What becomes of the last of `asks`, which follows on the others. Handlers that would do something (bind, keep a
    message) are only called with `acts`."""
    session = asks[0].session
    for ask in asks[:-1]:
        ask.session, ask.understand = session, question_of
        _answered(table, ask, acts)
        session = ask.session
    last, trace = asks[-1], Trace()
    last.session, last.understand = session, lambda each: question_of(each, trace)
    context, question = context_of(last), last.question
    route, reply = _answered(table, last, acts)
    chosen = next((place for place, step in enumerate(trace, 1) if _same(step.question, question)), 0)
    name, during = (route.name, route.during) if route else ("", "")
    return Explained(context, tuple(trace), chosen, question, name, during, reply)


def told(reply: Reply) -> str:
    """All that a reply says."""
    if isinstance(reply, Text):
        return reply.content
    if isinstance(reply, Cards):
        return "\n".join(f"{article.title}\n{article.description}" for article in reply.articles)
    return ""


def _answered(table: Table, ask: Ask, acts: bool) -> tuple[Route | None, str]:
    """The route that takes it, and the answer."""
    found = table.find(ask)
    if found is None:
        return None, ""
    route, captures = found
    may = acts or route.shared or (not ask.openid and route.name.partition(".")[0] in READERS)
    return route, told(route.handler(ask, **captures)) if may else ""


def _same(one: Question, other: Question) -> bool:
    return (one.words, one.topic, one.aim, one.hits) == (other.words, other.topic, other.aim, other.hits)
