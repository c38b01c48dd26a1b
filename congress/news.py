"""News: what the media centre published."""

from dataclasses import dataclass
from datetime import datetime

from congress import catalogue
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


def newest(at: datetime, column: str = "") -> tuple[Head, ...]:
    """What was published up to `at`, newest first; of one column if one is named."""
    return tuple(
        head for head in catalogue.current().news if head.published <= at and (not column or head.column == column)
    )


def columns() -> tuple[str, ...]:
    """The columns that have articles."""
    return tuple(sorted({head.column for head in catalogue.current().news}))


def article(slug: str, at: datetime) -> Article:
    """One article with its body. Raises NotFound, also before its time of publication."""
    for head in catalogue.current().news:
        if head.slug == slug and head.published <= at:
            row = NewsItem.get_or_none((NewsItem.slug == slug) & ~NewsItem.withdrawn)
            if row is not None:
                return Article(head, row.body)
    raise NotFound(slug)
