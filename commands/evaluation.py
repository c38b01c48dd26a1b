"""Where samples are sent, and how each reply is judged."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.request import Request, urlopen

import handlers
from commands import marks, private
from commands.bound import GUEST, bound
from commands.failing import failing_plainly
from commands.faults import Faults
from commands.floor import floor
from commands.grounds import card_of, grounds
from commands.marks import Mark, Sheet
from commands.private import Private
from commands.progress import Progress
from commands.samples import Sample
from commands.scratch import product
from commands.sending import Post, Sender
from config import Settings
from handlers.facts import index
from wechat.router import Table

WEBHOOK = "/wechat"
LONG = 100  # samples of a file whose progress is shown


class Desk:
    """Where samples are sent, and what is needed to judge the replies."""

    def __init__(self, sender: Sender, table: Table | None) -> None:
        """`table` is None where the handlers can't be asked again."""
        facts = index().facts
        self._sender, self.table, self._floor = sender, table, floor()
        self._private, self._grounds = (
            Private(private.roster(), private.public(facts)),
            grounds(facts, datetime.now(UTC)),
        )
        self._faults = Faults(table) if table else None
        self._numbers = count()

    def evaluated(self, sheet: Sheet, questions: Sequence[Sample]) -> Sheet:
        """The sheet with a mark for each sample."""
        progress = Progress(len(questions)) if len(questions) > LONG else None
        for sample in questions:
            sheet.marks.append(self._marked(sample))
            if progress:
                progress.step(sheet.name)
        if progress:
            progress.close()
        return sheet

    def _marked(self, sample: Sample) -> Mark:
        openid = f"oEVAL{next(self._numbers):023d}"  # a new person for each: none is understood through another
        with bound(self._sender, openid, sample):
            for earlier in sample.before:
                self._sender.send(openid, sample.at, earlier)
            reply = self._sender.send(openid, sample.at, sample.say)
            own = "" if sample.who == GUEST else sample.who
            asked = str((*sample.before, sample.say))
            told = self._private.inside(reply, own, asked)
            told += tuple(each for each in sample.leaked(reply) if self._private.is_one(each, own) and each not in told)
            made_up = self._grounds.missing(reply, asked, card_of(own))
            at_floor = marks.outcome(sample, self._floor.reply(sample.say))
            mark = Mark(sample, reply, told, made_up, floor=at_floor)
            if mark.outcome == marks.RIGHT or self._faults is None:
                return mark
            return replace(mark, fault=self._faults.of(sample, openid, reply, told))


@contextlib.contextmanager
def desk(folder: Path, url: str | None, settings: Settings) -> Iterator[Desk]:
    """A product that holds the files of `folder`, or the one at `url`, as configured. Raises Failed, OSError."""
    if url:
        with failing_plainly(settings):
            yield Desk(Sender(settings, _over_http(url)), None)
        return
    with product(folder) as scratch:
        sender = Sender(scratch, _in_process(scratch))
        with failing_plainly(scratch):
            yield Desk(sender, Table(handlers.ROUTERS))


def _in_process(settings: Settings) -> Post:
    from server import create_app

    client = create_app(settings).test_client()
    return lambda query, body: client.post(WEBHOOK, query_string=query, data=body, content_type="text/xml").data


def _over_http(url: str) -> Post:
    def post(query: str, body: bytes) -> bytes:
        request = Request(f"{url.rstrip('/')}{WEBHOOK}?{query}", body, {"Content-Type": "text/xml"})  # noqa: S310
        with urlopen(request, timeout=16) as response:  # noqa: S310  the operator names the address
            return bytes(response.read())

    return post
