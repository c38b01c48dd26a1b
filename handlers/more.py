"""The rest of an answer that was too long for one message."""

from understanding.normalise import squeeze
from understanding.vocabulary import phrases
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import NO_CAPTURES, Captures, Router

router = Router("more")
LONGEST_WORD = 12


def wants_rest(ask: Ask) -> Captures | None:
    """A text that asks to go on, while there is a rest."""
    if not ask.session.rest or ask.kind not in ("text", "voice") or len(ask.text) > LONGEST_WORD:
        return None
    return NO_CAPTURES if squeeze(ask.text) in phrases("more").whole else None


@router.on(wants_rest)
def on_more(ask: Ask) -> Reply:
    """What was left over; the gateway cuts it again if need be."""
    return Text(ask.session.rest)
