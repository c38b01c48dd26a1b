"""Messages that are no words: pictures, videos, links, files, and voices that nobody recognised."""

from handlers.chat import render
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import NO_CAPTURES, Captures, Router, kind

router = Router("media")


def unrecognised(ask: Ask) -> Captures | None:
    """A voice message without recognised words."""
    return NO_CAPTURES if ask.kind == "voice" and not ask.text.strip() else None


@router.on(unrecognised)
def on_voice(ask: Ask) -> Reply:
    """Ask to type it."""
    return Text(render("media/voice.txt"))


@router.on(kind("image", "video", "shortvideo", "link", "file", "music"))
def on_media(ask: Ask) -> Reply:
    """A kind word, and how staff get to see it."""
    return Text(render("media/media.txt", kind=ask.kind))
