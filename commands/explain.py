"""How a text is understood, stage by stage, from the code that answers the phone."""

import argparse
from collections.abc import Sequence
from datetime import datetime

from clock import BEIJING, Clock
from commands.failing import Failed, complain, failing_plainly
from commands.samples import LINK
from commands.wording import words
from config import Settings
from understanding import Context, Question, understand
from understanding.tracing import Step
from wechat.inbound import Ask
from wechat.replies import Cards, Reply, Text
from wechat.router import Table

HELP = "print what every stage of the understanding makes of a text"


def arguments(parser: argparse.ArgumentParser) -> None:
    """TEXT; when it comes, and after what."""
    parser.add_argument("text", metavar="TEXT", help="what somebody typed or said")
    parser.add_argument(
        "--at", type=_moment, metavar="TIME", help="when, as 2019-05-06T08:00 (default: the clock's now)"
    )
    parser.add_argument(
        "--after", action="append", default=[], metavar="TEXT", help="what they sent before; repeatable"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when it is told; 1 with the reason on stderr."""
    at = args.at or Clock(settings.clock_start, settings.clock_file).now()
    try:
        with failing_plainly(settings):
            print(explained(args.text, at, args.after))
    except Failed as error:
        return complain(error)
    return 0


def explained(text: str, at: datetime, after: Sequence[str] = ()) -> str:
    """All stages in words, with the answer; `after` was sent before by the same person."""
    import handlers
    from congress import agenda
    from handlers.facts import index

    table = Table(handlers.ROUTERS)
    session = Ask("", at, "text").session
    for earlier in after:
        ask = Ask("", at, "text", text=earlier, session=session, understand=handlers.understand)
        _answered(table, ask)
        session = ask.session
    trace: list[Step] = []
    context = Context(session.topic, session.item, session.day, session.part)
    question = understand(text, at, index(), context, agenda.days(), trace)
    ask = Ask("", at, "text", text=text, session=session, understand=lambda _: question)
    who, reply = _answered(table, ask)
    values = {"trace": trace, "chosen": _chosen(trace, question), "context": context, "route": who, "reply": reply}
    values["question"] = question
    return words("explain.txt", text=text, at=at, **values)


def _answered(table: Table, ask: Ask) -> tuple[str, str]:
    """The route that takes it, and the answer; none where an answer would do something."""
    found = table.find(ask)
    if found is None:
        return "", ""
    route, captures = found
    return route.name, _told(route.handler(ask, **captures)) if route.shared else ""


def _told(reply: Reply) -> str:
    if isinstance(reply, Text):
        return LINK.sub("", reply.content)
    if isinstance(reply, Cards):
        return "\n".join(f"{article.title}\n{article.description}" for article in reply.articles)
    return ""


def _chosen(trace: list[Step], question: Question) -> int:
    """Which step became the answer, counted from one."""
    return next((place for place, step in enumerate(trace, 1) if _same(step.question, question)), 0)


def _same(one: Question, other: Question) -> bool:
    return (one.words, one.topic, one.aim, one.hits) == (other.words, other.topic, other.aim, other.hits)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=BEIJING)
