"""The rest of an answer that was too long for one message."""

from handlers.asking import asks
from handlers.chat import render
from understanding.normalise import squeeze
from understanding.vocabulary import phrases
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import NO_CAPTURES, Captures, Router

router = Router("more")
ended = Router("nothing more")
LONGEST_WORD = 12


def goes_on(ask: Ask) -> Captures | None:
    """A text that asks to go on."""
    if ask.kind not in ("text", "voice") or len(ask.text) > LONGEST_WORD:
        return None
    return NO_CAPTURES if squeeze(ask.text) in phrases("more").whole else None


def wants_rest(ask: Ask) -> Captures | None:
    """A text that asks to go on, while there is a rest."""
    return goes_on(ask) if ask.session.rest else None


@router.on(wants_rest)
def on_more(ask: Ask) -> Reply:
    """What was left over; the gateway cuts it again if need be."""
    return Text(ask.session.rest)


@ended.on(asks("more"))
def on_end(ask: Ask) -> Reply:
    """There is no rest."""
    return Text(render("more/end.txt"))
