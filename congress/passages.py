"""The sentences of the articles, to be found and quoted one by one."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from congress import catalogue
from models import NewsItem

MOST = 2000  # of the newest articles
SHORTEST, LONGEST = 4, 160  # characters of one that is worth quoting
BLOCK = re.compile(r"</?(?:p|li|tr|h\d|blockquote|div|ul|ol|table|thead|tbody|figcaption|br)\b[^>]*>", re.IGNORECASE)
CELL = re.compile(r"</t[dh]>\s*<t[dh][^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]+>")
SENTENCE = re.compile('[^\u3002\uff01\uff1f!?\n]+[\u3002\uff01\uff1f!?]*[\u201d\u2019"]?')


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article, or a row of a table in it, and the how manieth of it."""

    slug: str
    place: int
    text: str


@catalogue.shelf
def passages() -> tuple[Passage, ...]:
    """The sentences of all articles, the newest article first, also of those that are not published yet."""
    found: list[Passage] = []
    rows = NewsItem.select(NewsItem.slug, NewsItem.body).where(~NewsItem.withdrawn)
    for row in rows.order_by(NewsItem.published.desc(), NewsItem.id.desc()).iterator():
        found += (Passage(row.slug, place, text) for place, text in enumerate(sentences(row.body)))
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


def sentences(body: str) -> Iterator[str]:
    """The sentences of a sanitised HTML body, each row of a table as one."""
    plain = TAG.sub("", BLOCK.sub("\n", CELL.sub(" \u00b7 ", body)))
    for block in html.unescape(plain).split("\n"):
        for sentence in SENTENCE.findall(block):
            if SHORTEST <= len(sentence.strip()) <= LONGEST:
                yield sentence.strip()
