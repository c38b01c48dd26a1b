"""A reply as the bytes that are kept for a repeated delivery or for sending it late."""

import orjson

from wechat.replies import Article, Cards, Image, Nothing, Reply, Text, Transfer


def encode(reply: Reply) -> bytes:
    """Compact JSON, read back by `decode`."""
    match reply:
        case Text(content):
            return orjson.dumps(["t", content])
        case Cards(articles):
            return orjson.dumps(["c", [[a.title, a.description, a.picture, a.url] for a in articles]])
        case Image(media_id):
            return orjson.dumps(["i", media_id])
        case Transfer(account):
            return orjson.dumps(["f", account])
        case Nothing():
            return orjson.dumps(["n"])


def decode(stored: bytes) -> Reply:
    """The reply that `encode` wrote. Raises ValueError."""
    kind, *rest = orjson.loads(stored)
    match kind:
        case "t":
            return Text(rest[0])
        case "c":
            return Cards(tuple(Article(*each) for each in rest[0]))
        case "i":
            return Image(rest[0])
        case "f":
            return Transfer(rest[0])
        case "n":
            return Nothing()
    raise ValueError(f"unknown kind of reply: {kind}")
