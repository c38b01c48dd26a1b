"""Questions in people's own words: what a text asks, and the filter for it."""

from collections.abc import Callable
from typing import Any

from congress import agenda
from handlers.facts import index
from understanding import Context, Question, understand
from understanding.normalise import SHORT
from understanding.tracing import Trace
from wechat.inbound import Ask
from wechat.router import NO_CAPTURES, SPOKEN, Captures, shaped

MOST = 4096  # questions


def question_of(ask: Ask, trace: Trace | None = None) -> Question:
    """What `ask.text` asks, in the light of what was talked about before. `trace` takes what each stage made of it."""
    facts, context = index(), context_of(ask)
    if len(ask.text) > SHORT or trace is not None:
        return understand(ask.text, ask.at, facts, context, agenda.days(), trace)
    # Hundreds ask the same few things in the same words.
    known = facts.understood
    key = ask.text, context, facts.moment(ask.at)
    found = known.get(key)
    if found is None:
        if len(known) >= MOST:
            known.clear()
        found = known[key] = understand(ask.text, ask.at, facts, context, agenda.days())
    return found


def context_of(ask: Ask) -> Context:
    """What was talked about before."""
    session = ask.session
    about = session.topic, session.item, session.day, session.part
    return Context(*about, session.listed, session.choosing, session.wanted)


def asks(topic: str, *aims: str) -> Callable[[Ask], Captures | None]:
    """A text or voice message about this topic; with one of these aims, if any is named."""

    @shaped(*SPOKEN)
    def match(ask: Ask) -> Captures | None:
        if ask.kind not in SPOKEN or not ask.text:
            return None
        question: Any = ask.question
        return NO_CAPTURES if question.topic == topic and (not aims or question.aim in aims) else None

    return match
