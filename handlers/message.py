"""Leaving a message for staff: a conversation of one question."""

from congress import messages
from congress.errors import Invalid
from handlers.asking import asks
from handlers.chat import render
from menus import keys
from understanding.normalise import squeeze
from understanding.vocabulary import phrases
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import NO_CAPTURES, Captures, Router, click, kind

leaving = Router("conversation")
router = Router("message")
STATE = "message.text"


def cancels(ask: Ask) -> Captures | None:
    """A text that leaves whatever was begun."""
    return NO_CAPTURES if ask.kind in ("text", "voice") and squeeze(ask.text) in phrases("cancel").whole else None


@leaving.on(cancels, during=STATE)
def on_cancel(ask: Ask) -> Reply:
    """Leave without a message."""
    ask.remember(state="", data=())
    return Text(render("message/cancelled.txt"))


@leaving.on(kind("text", "voice"), during=STATE)
def on_text(ask: Ask) -> Reply:
    """Keep the message and say so."""
    try:
        messages.leave(ask.message_key, ask.openid, ask.at, ask.text, kind=ask.kind, media_id=_told(ask, "MediaId"))
    except Invalid:
        return Text(render("message/ask.txt"))
    ask.remember(state="", data=())
    return Text(render("message/kept.txt", kind=ask.kind))


@leaving.on(kind("image", "video", "shortvideo", "link", "file", "location"), during=STATE)
def on_other(ask: Ask) -> Reply:
    """Keep where the platform has a picture, what a link leads to, which place was sent."""
    words = _told(ask, "Description")
    if ask.kind == "location":
        place = " ".join(filter(None, (_told(ask, "Location_X"), _told(ask, "Location_Y"))))
        words = "\n".join(filter(None, (_told(ask, "Label"), place)))
    messages.leave(
        ask.message_key, ask.openid, ask.at, words, kind=ask.kind, media_id=_told(ask, "MediaId"),
        url=_told(ask, "PicUrl") or _told(ask, "Url"), title=_told(ask, "Title"),
    )  # fmt: skip
    ask.remember(state="", data=())
    return Text(render("message/kept.txt", kind=ask.kind))


def _told(ask: Ask, name: str) -> str:
    value = ask.fields.get(name)
    return value if isinstance(value, str) else ""


@router.on(click(keys.MESSAGE), asks("leave"))
def on_begin(ask: Ask) -> Reply:
    """Ask for the text."""
    ask.remember(state=STATE, data=())
    return Text(render("message/ask.txt"))


@leaving.on(cancels)
def on_nothing_open(ask: Ask) -> Reply:
    """There is nothing to leave."""
    return Text(render("message/nothing_open.txt"))
