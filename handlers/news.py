"""News: one article, a column, the newest."""

from collections import Counter

from congress import columns, news
from congress.news import Head
from handlers.asking import asks
from handlers.chat import said
from menus import keys
from understanding import Fact
from understanding.quoting import slug
from wechat.inbound import Ask
from wechat.replies import Article, Cards, Reply, Text
from wechat.router import Router, click

router = Router("news")
MOST = 5  # cards after a tap
COLUMN_OF = {keys.FOCUS: "focus", keys.PROFILES: "profiles", keys.UNION: "union"}


@router.on(click(keys.NEWS), asks("news", "latest"), shared=True)
def on_latest(ask: Ask) -> Reply:
    """The newest articles."""
    return _cards(ask, news.newest(ask.at))


@router.on(click(*COLUMN_OF), shared=True)
def on_column(ask: Ask) -> Reply:
    """The newest articles behind a button."""
    return _of_column(ask, columns.written(COLUMN_OF[ask.key]))


@router.on(asks("news", "column"), shared=True)
def on_named_column(ask: Ask) -> Reply:
    """The newest articles of a column that was named."""
    key = ask.question.best("column").key
    return _of_column(ask, columns.columns().get(key, key))


@router.on(asks("news", "columns"), shared=True)
def on_columns(ask: Ask) -> Reply:
    """Which columns there are, and how many articles stand in each."""
    ask.turn_to("news")
    published, menu = Counter(head.column for head in news.newest(ask.at)), list(columns.columns().values())
    own = [column for column in news.columns() if column not in menu]
    # Of the menu's columns those without articles are named, too, unless the organisers have columns of their own.
    counted = {column: published[column] for column in (*menu, *own) if published[column] or not own}
    return Text(said(ask, "news/columns.txt", columns=counted))


@router.on(asks("news", "article"), shared=True)
def on_article(ask: Ask) -> Reply:
    """The article that the words name; not before it is published."""
    slugs = [hit.fact.key for hit in ask.question.hits if hit.fact.kind == "news"]
    published = {head.slug: head for head in news.newest(ask.at)}
    head = next((published[slug] for slug in slugs if slug in published), None)
    if head is None:
        return Text(_instead(ask))
    ask.turn_to("news", item=f"news:{head.slug}")
    return Cards((_card(ask, head),))


@router.on(asks("news", "passage"), shared=True)
def on_passage(ask: Ask) -> Reply:
    """What an article says about it, in its own words, and the way to the article."""
    facts = [hit.fact for hit in ask.question.hits]
    ask.turn_to("news", item=f"news:{slug(facts[0])}")
    return Text(quoted(ask, *facts))


def quoted(ask: Ask, *passages: Fact) -> str:
    """Sentences of one article, in their order there, and the way to it. Raises NotFound."""
    head = news.article(slug(passages[0]), ask.at).head
    facts = sorted(passages, key=lambda fact: int(fact.key.partition("#")[2]))
    return said(ask, "news/passage.txt", head=head, sentences=[fact.places[0] for fact in facts])


def listed(ask: Ask, column: str) -> str:
    """The headlines of a column with links, in words."""
    heads = news.newest(ask.at, column)[:MOST]
    return said(ask, "news/column.txt", column=column, heads=heads) if heads else _instead(ask, column)


def _of_column(ask: Ask, column: str) -> Reply:
    return _cards(ask, news.newest(ask.at, column), column)


def _instead(ask: Ask, column: str = "") -> str:
    """That there is nothing yet, of the column if one is named, and what there is."""
    return said(ask, "news/none.txt", column=column, heads=news.newest(ask.at)[:MOST])


def _cards(ask: Ask, heads: tuple[Head, ...], column: str = "") -> Reply:
    ask.turn_to("news", listed=[f"news:{head.slug}" for head in heads[:MOST]])
    if not heads:
        return Text(_instead(ask, column))
    if ask.kind == "event":
        return Cards(tuple(_card(ask, head) for head in heads[:MOST]))
    # The platform shows a single card after a message: it names the other headlines, too.
    return Cards((_card(ask, heads[0], heads[1:MOST]),))


def _card(ask: Ask, head: Head, others: tuple[Head, ...] = ()) -> Article:
    picture = ask.links("pages.media", name=head.cover) if head.cover else ""
    description = said(ask, "news/card.txt", head=head, others=others)
    return Article(head.title, description, picture, ask.links("pages.article", slug=head.slug))
