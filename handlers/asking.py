"""Questions in people's own words: what a text asks, and the filter for it."""

from collections.abc import Callable
from typing import Any

from congress import agenda
from handlers.facts import index
from understanding import Context, Question, understand
from wechat.inbound import Ask
from wechat.router import NO_CAPTURES, Captures

SPOKEN = ("text", "voice")


def question_of(ask: Ask) -> Question:
    """What `ask.text` asks, in the light of what was talked about before."""
    session = ask.session
    context = Context(session.topic, session.item, session.day, session.part)
    return understand(ask.text, ask.at, index(), context, agenda.days())


def asks(topic: str, *aims: str) -> Callable[[Ask], Captures | None]:
    """A text or voice message about this topic; with one of these aims, if any is named."""

    def match(ask: Ask) -> Captures | None:
        if ask.kind not in SPOKEN or not ask.text:
            return None
        question: Any = ask.question
        return NO_CAPTURES if question.topic == topic and (not aims or question.aim in aims) else None

    return match
