"""How a text is understood, stage by stage, from the code that answers the phone."""

import argparse
from collections.abc import Sequence
from datetime import datetime

from clock import BEIJING, Clock
from commands.failing import Failed, complain, failing_plainly
from commands.samples import LINK
from commands.wording import words
from config import Settings
from wechat.inbound import Ask
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
    from handlers import explaining

    asks = [Ask("", at, "text", text=each) for each in (*after, text)]
    found = explaining.explained(Table(handlers.ROUTERS), asks)
    values = {name: getattr(found, name) for name in ("trace", "chosen", "question", "context", "route")}
    return words("explain.txt", text=text, at=at, reply=LINK.sub("", found.reply), **values)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=BEIJING)
