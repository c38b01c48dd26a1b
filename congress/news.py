"""News: what the media centre published."""

from dataclasses import dataclass
from datetime import datetime

from congress import catalogue
from congress.catalogue import beijing
from congress.columns import holds
from congress.errors import NotFound
from models import NewsItem


@dataclass(frozen=True, slots=True)
class Head:
    """An article without its body. `cover` is a file name under media/, or empty."""

    slug: str
    title: str
    column: str
    author: str
    published: datetime  # aware, +08:00
    summary: str
    cover: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its head and its sanitised HTML body."""

    head: Head
    body: str


@catalogue.shelf
def heads() -> tuple[Head, ...]:
    """All articles, newest first, also those that are not published yet."""
    n = NewsItem
    rows = n.select(n.slug, n.title, n.column, n.author, n.published, n.summary, n.cover).where(~n.withdrawn)
    return tuple(
        Head(row.slug, row.title, row.column, row.author, beijing(row.published), row.summary, row.cover)
        for row in rows.order_by(n.published.desc(), n.id.desc())
    )


def newest(at: datetime, column: str = "") -> tuple[Head, ...]:
    """What was published up to `at`, newest first; of one column, with what is shown in it, if one is named."""
    return tuple(head for head in heads() if head.published <= at and (not column or holds(column, head.column)))


def columns() -> tuple[str, ...]:
    """The columns that have articles."""
    return tuple(sorted({head.column for head in heads()}))


def article(slug: str, at: datetime) -> Article:
    """One article with its body. Raises NotFound, also before its time of publication."""
    for head in heads():
        if head.slug == slug and head.published <= at:
            row = NewsItem.get_or_none((NewsItem.slug == slug) & ~NewsItem.withdrawn)
            if row is not None:
                return Article(head, row.body)
    raise NotFound(slug)
