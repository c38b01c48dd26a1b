"""Greetings, help and the way to a person."""

from handlers.asking import asks
from handlers.chat import said
from handlers.facts import office
from handlers.kept import kept
from menus import keys
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router, click

router = Router("help")


@router.on(asks("greet"), shared=True)
def on_greeting(ask: Ask) -> Reply:
    """A greeting back, and what to ask."""
    return Text(said(ask, "help/greeting.txt"))


@router.on(asks("thanks"), shared=True)
def on_thanks(ask: Ask) -> Reply:
    """You're welcome."""
    return Text(said(ask, "help/thanks.txt"))


@router.on(click(keys.HELP), asks("help"), shared=True)
def on_help(ask: Ask) -> Reply:
    """What can be asked, with examples."""
    return Text(kept(ask, lambda: said(ask, "help/help.txt", office=office()), "help"))


@router.on(asks("person"), shared=True)
def on_person(ask: Ask) -> Reply:
    """How to reach a person; for whoever asks whether this is one, that it is not."""
    return Text(said(ask, "help/person.txt", office=office(), machine=ask.question.aim == "machine"))
