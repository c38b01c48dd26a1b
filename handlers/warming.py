"""What a new process would do while its first messages wait: read the content, the word files and the templates."""

import functools
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import yaml

from handlers.explaining import explained
from handlers.facts import index, stations
from wechat.inbound import Ask
from wechat.router import Router, Table

FILE = Path(__file__).with_name("warming.yaml")


def warm(routers: Sequence[Router], at: datetime) -> None:
    """Read the content, build the index, and answer a few questions as nobody in particular, which changes nothing.

    Raises the database's error when it is away: the first messages find out and apologise."""
    index()
    stations()
    table = Table(routers)
    asked = [Ask("", at, "text", text=text) for text in questions()]
    for last in range(len(asked)):
        explained(table, asked[max(0, last - 1) : last + 1])


@functools.cache
def questions() -> tuple[str, ...]:
    """The questions, each of which also follows on the one before."""
    return tuple(yaml.safe_load(FILE.read_text(encoding="utf-8")))
