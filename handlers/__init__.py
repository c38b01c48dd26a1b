"""The chat face: one file for each topic; order is what is written in ROUTERS, the fallback last."""

from handlers import (
    agenda,
    binding,
    checkin,
    choices,
    events,
    fallback,
    faq,
    guide,
    help,
    media,
    message,
    more,
    news,
    notices,
    personal,
    places,
    programmes,
    rules,
    several,
    signs,
    station,
    welcome,
)
from handlers.asking import question_of as understand
from handlers.chat import render
from handlers.kept import answers
from handlers.waiting import waiting

# What may be asked beside something else in the same message.
TOPICS = (
    station.named,  # before all that would take a district for a delegation
    agenda.router,
    guide.router,
    faq.router,
    news.router,
    places.router,
    programmes.router,
    checkin.router,
    personal.router,
    station.router,
)

ROUTERS = (
    message.leaving,  # first: the conversation and what leaves it
    more.router,
    rules.router,  # staff's own words go before everything that we understand by ourselves
    binding.router,
    welcome.router,
    message.router,
    notices.router,
    several.together((rules.router, *TOPICS)),
    *TOPICS,
    choices.router,
    help.router,
    media.router,
    signs.router,  # the events of sending, before all that say nothing
    events.router,
    more.ended,
    fallback.router,
)

__all__ = ["ROUTERS", "answers", "render", "understand", "waiting"]
