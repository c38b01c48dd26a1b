"""What waits to be told to a person, put above the answer that they get anyway."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from wechat import render, stored
from wechat.inbound import Ask
from wechat.known import Answer
from wechat.replies import Text
from wechat.sessions import Session

# The words that wait for whoever asks, taken for good, and whether more wait for a later answer; the same message key
# gets the same words again.
Banners = Callable[[Ask], tuple[Sequence[str], bool]]


def none(ask: Ask) -> tuple[Sequence[str], bool]:
    """Nothing waits."""
    return (), False


def above(answer: Answer, ask: Ask, banners: Banners, offer: str) -> tuple[Answer, bool]:
    """A text answer with what waits above it, and whether more waits.

    What no longer fits is offered as the rest of any long text (docs/wechat.md, section 7).
    """
    words, more = banners(ask)
    if not words or not isinstance(answer.reply, Text):
        return answer, more
    session, own = Session.decode(answer.session), answer.reply.content
    if session.rest:
        own = f"{own.removesuffix(offer).rstrip()}\n{session.rest}"
    first, rest = render.split("\n\n".join([*words, own]), offer)
    reply = Text(first)
    session = replace(session, rest=rest)
    return replace(answer, reply=reply, stored=stored.encode(reply), session=session.encode()), more
