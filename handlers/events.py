"""Events that are no question: nothing is said."""

from handlers.chat import render
from wechat.inbound import Ask
from wechat.replies import Nothing, Reply, Text
from wechat.router import NO_CAPTURES, Captures, Router, event

router = Router("events")


@router.on(event("CLICK"))
def on_unknown_button(ask: Ask) -> Reply:
    """A button of an old menu that a phone still shows."""
    return Text(render("fallback/old_button.txt"))


def any_event(ask: Ask) -> Captures | None:
    """Every other event: pages opened, positions reported, results of sending, leaving."""
    return NO_CAPTURES if ask.kind == "event" else None


@router.on(any_event)
def on_event(ask: Ask) -> Reply:
    """Nothing to say."""
    return Nothing()
