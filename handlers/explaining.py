"""Why an answer came: every stage of the understanding, the route, the reply, from the code that answers the phone."""

from collections.abc import Sequence

from handlers.asking import context_of, question_of
from understanding import Question
from understanding.tracing import Explained, Trace
from wechat.inbound import Ask
from wechat.replies import Cards, Reply, Text
from wechat.router import Route, Table

# Routers, and single routes, that only read when nobody in particular asks; shared routes always do.
READERS = frozenset({
    "personal", "station", "several", "fallback", "more", "media", "message.on_begin", "conversation.on_cancel",
    "conversation.on_nothing_open", "binding.on_cancel",
})  # fmt: skip


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
    wanted = question.parts or (question,)
    places = (next((at for at, step in enumerate(trace, 1) if _same(step.question, each)), 0) for each in wanted)
    chosen = tuple(sorted({place for place in places if place}))
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
    reads = not ask.openid and not READERS.isdisjoint((route.name, route.name.partition(".")[0]))
    may = acts or route.shared or reads
    return route, told(route.handler(ask, **captures)) if may else ""


def _same(one: Question, other: Question) -> bool:
    return (one.words, one.topic, one.aim, one.hits) == (other.words, other.topic, other.aim, other.hits)
