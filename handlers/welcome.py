"""The first words to a follower, or the answer to a scanned code."""

from collections.abc import Callable
from typing import Any

from congress import columns
from congress.errors import NotFound
from handlers import agenda, checkin, news, places
from handlers.chat import render
from handlers.counting import count
from handlers.kept import kept
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router, event, scan

router = Router("welcome")


@router.on(scan("desk"))
def from_desk(ask: Ask, key: str) -> Reply:
    """The check-in desk: a delegate is checked in; a guest hears of the check-in and is welcomed."""
    return checkin.at_desk(ask, key) or _answer(ask, _unbound, key)


@router.on(scan("item"))
def from_item(ask: Ask, key: str) -> Reply:
    """The item whose poster was scanned."""
    return _answer(ask, agenda.described, key)


@router.on(scan("column"))
def from_column(ask: Ask, key: str) -> Reply:
    """The headlines of a column."""
    return _answer(ask, lambda asked, short: news.listed(asked, columns.written(short)), key)


@router.on(scan("delegation"))
def from_delegation(ask: Ask, key: str) -> Reply:
    """Where the delegation discusses."""
    return _answer(ask, places.described, key)


@router.on(event("subscribe"), shared=True)
def on_follow(ask: Ask) -> Reply:
    """A new follower, perhaps by a code that we don't know, or one who was here before."""
    unknown = bool(ask.scene)
    values = {"answer": "", "unknown": unknown, "first": True}
    return Text(kept(ask, lambda: render("welcome/follow.txt", **values), "follow", unknown))


@router.on(event("SCAN"))
def on_unknown_code(ask: Ask) -> Reply:
    """A follower scanned a code that is not ours any more."""
    return Text(render("welcome/follow.txt", answer="", unknown=True, first=False))


def _unbound(ask: Ask, key: str) -> str:
    return "\n\n".join(filter(None, (agenda.at_desk(ask, key), checkin.hint(key))))


def _answer(ask: Ask, answer: Callable[[Ask, str], Any], key: str) -> Reply:
    first = ask.event == "subscribe"
    try:
        text = answer(ask, key)
    except NotFound:
        return Text(render("welcome/follow.txt", answer="", unknown=True, first=first))
    count(ask)
    values = {"answer": text, "unknown": False, "first": first}
    return Text(kept(ask, lambda: render("welcome/follow.txt", **values), "scene", text, first))
