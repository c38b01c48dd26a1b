"""Two or three questions in one message: each answered as it would be alone."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.asking import asks
from handlers.chat import render
from understanding import Question
from wechat.inbound import Ask
from wechat.replies import Cards, Reply, Text
from wechat.router import SPOKEN, Captures, Route, Router, Table, shaped


def together(routers: Iterable[Router]) -> Router:
    """The router of texts that ask several things, each of which one of these routers answers.

    The answer is the same for everyone when each of its parts is."""
    table, router = Table(routers), Router("several")
    several = asks("several")

    def found(ask: Ask) -> list[tuple[Route, Captures] | None]:
        return [table.find(_alone(ask, part)) for part in ask.question.parts] if several(ask) is not None else []

    @shaped(*SPOKEN)
    def same_for_all(ask: Ask) -> Captures | None:
        routes = found(ask)
        return {"table": table} if routes and all(each and each[0].shared for each in routes) else None

    @shaped(*SPOKEN)
    def answered(ask: Ask) -> Captures | None:
        routes = found(ask)
        return {"table": table} if routes and all(routes) else None

    router.on(same_for_all, shared=True)(on_shared)
    router.on(answered)(on_several)
    return router


def on_shared(ask: Ask, table: Table) -> Reply:
    """Answers that everybody gets."""
    return on_several(ask, table)


def on_several(ask: Ask, table: Table) -> Reply:
    """The answers one below the other; what is asked next may go on with the last."""
    said: list[str] = []
    items: list[str] = []
    for part in ask.question.parts:
        alone = _alone(ask, part)
        if (route := table.find(alone)) is None:
            continue  # a rule has ended since
        said.append(_told(route[0].handler(alone, **route[1])))
        items.append(alone.session.item)
        ask.session, ask.trouble = alone.session, ask.trouble or alone.trouble
    ask.remember(listed=tuple(dict.fromkeys(items)) if all(items) else ())
    return Text("\n\n".join(dict.fromkeys(filter(None, said))))


def _alone(ask: Ask, part: Question) -> Ask:
    return replace(ask, text=part.text, turned=False, trouble=None, _question=part)


def _told(reply: Reply) -> str:
    """A reply as text, for a message holds one reply only."""
    if isinstance(reply, Cards):
        return render("several/cards.txt", articles=reply.articles)
    return reply.content.strip() if isinstance(reply, Text) else ""
