"""A person with a phone: sends messages to the handlers without the platform in between."""

from datetime import datetime
from typing import Any

import handlers
from clock import BEIJING
from wechat.inbound import Ask
from wechat.replies import Cards, Reply, Text
from wechat.router import Table
from wechat.sessions import EMPTY, Session, awake, stamped

ROUTES = Table(handlers.ROUTERS)

AT = datetime(2019, 5, 6, 10, 0, tzinfo=BEIJING)


class Phone:
    """One person: what was sent is understood in the light of what was sent before."""

    def __init__(self, openid: str = "oPHONE") -> None:
        self.openid = openid
        self.session: Session = EMPTY
        self._talked: datetime | None = None
        self.handler = ""
        self.trouble: Exception | None = None
        self._sent = 0

    def send(self, kind: str, at: datetime = AT, **values: Any) -> Reply:
        """Send a push of this kind; the reply as the handler gave it."""
        self._sent += 1
        if self._talked is not None:
            self.session = Session.decode(awake(stamped(self.session.encode(), self._talked), at))
        self._talked = at
        ask = Ask(
            self.openid, at, kind, message_key=f"m:{self.openid}{self._sent}", session=self.session,
            understand=handlers.understand, **values,
        )  # fmt: skip
        found = ROUTES.find(ask)
        assert found is not None
        self.handler = found[0].name
        reply = found[0].handler(ask, **found[1])
        self.session, self.trouble = ask.session, ask.trouble
        return reply

    def say(self, text: str, at: datetime = AT) -> str:
        """Send a text; the words of the reply."""
        return told(self.send("text", at, text=text))

    def tap(self, key: str, at: datetime = AT) -> Reply:
        """Tap a menu button."""
        return self.send("event", at, event="CLICK", key=key)


def told(reply: Reply) -> str:
    """All that a reply says."""
    if isinstance(reply, Text):
        return reply.content
    if isinstance(reply, Cards):
        return "\n".join(f"{article.title}\n{article.description}" for article in reply.articles)
    return ""


def on(text: str) -> datetime:
    """A time of the congress in short: on("05-06 09:00")."""
    return datetime.strptime(f"2019-{text}+0800", "%Y-%m-%d %H:%M%z").astimezone(BEIJING)
