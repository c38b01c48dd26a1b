"""What a handler gives back; the gateway turns it into the platform's bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text with `\\n` line breaks and, where useful, <a href="..."> links. Over 2048 bytes it is split at a line
    and the rest is offered."""

    content: str


@dataclass(frozen=True, slots=True)
class Article:
    """One entry of a news reply. `picture` and `url` are absolute addresses; the picture may be empty."""

    title: str
    description: str = ""
    picture: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """A news reply: up to 8 articles after an event, 1 after a message; the surplus is cut (docs/wechat.md, 7)."""

    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that is on the platform already."""

    media_id: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hand the person to a human agent (transfer_customer_service)."""

    account: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Say nothing: the bare `success`."""


Reply = Text | Cards | Image | Transfer | Nothing


def Card(title: str, description: str = "", *, url: str = "", picture: str = "") -> Cards:
    """A news reply of one article."""
    return Cards((Article(title, description, picture, url),))
