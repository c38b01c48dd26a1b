"""Manuscripts of the media centre: a docx, Markdown or plain text file becomes an article."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import NoReturn

import nh3

from congress.columns import columns, nearest
from congress.handover import markdown, word
from congress.handover.byline import is_column
from congress.handover.draft import Draft
from congress.handover.headings import words
from handover import keys
from handover.around import Around
from handover.dates import Calendar
from handover.kinds import Entry, Manuscript
from handover.notes import Note, shown
from handover.rows import Refused
from handover.spans import Unreadable, span
from models import NewsItem

LONGEST_BODY = 60_000  # bytes: what every database takes in a text column
SUMMARY = 100  # characters
BRACKETS = "[\u3010"
TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "strong", "em", "s", "blockquote", "ul", "ol", "li", "code", "pre", "a", "img",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan"}, "th": {"colspan"}}


def read(path: Path, root: Path, around: Around) -> tuple[Entry, tuple[Note, ...]]:
    """Read one manuscript. Raises Refused for what an article must have, archive.Unusable for a broken file."""
    draft = word.read(path) if path.suffix.lower() == ".docx" else markdown.read(path, root)
    for name, said in _of_names(path).items():
        if not draft.head.get(name) and said:
            draft.head[name] = said
            draft.corrected("from_file_name", name, "", said)
    title = _limited(draft, "title", NewsItem.title.max_length) or _refuse("needed", "title")
    body = sanitised("\n".join(draft.body))
    short = draft.head.get("summary") or summary(body)
    if not nh3.clean(body, tags={"img"}).strip():
        _refuse("body_empty", "body")
    if len(body.encode()) > LONGEST_BODY:
        _refuse("body_long", "body")
    values = {
        "title": title, "column": _column(draft), "author": _limited(draft, "author", NewsItem.author.max_length),
        "published": _published(draft, path, root, around), "body": body,
        "summary": short[: NewsItem.summary.max_length],        "cover": next(iter(draft.media), ""),
    }  # fmt: skip
    slug = keys.key(keys.pinyin(title, "-"), longest=NewsItem.slug.max_length)
    notes = tuple(replace(note, subject=title) for note in draft.notes)
    return Entry(slug, values, title, media=draft.media), notes


def is_one(path: Path, root: Path) -> bool:
    """Whether a document is meant as an article: its head, its name or its folder says so."""
    draft = word.read(path) if path.suffix.lower() == ".docx" else markdown.read(path, root)
    folders = {*path.relative_to(root).parts[:-1]}
    if {"column", "published", "author"} & (draft.head.keys() - draft.guessed) or folders & {
        *columns().values(),
        *words()["articles"],
    }:
        return True
    return _of_names(path).get("column") in columns().values()


def _of_names(path: Path) -> Mapping[str, str]:
    """Title and column as the name of the file gives them: `column-title`, `【column】title`; or of its folder."""
    match = re.fullmatch(r"[【\[]?(?P<column>[^\d\W]{2,12}?)(?:[】\]]|\s*[-—–－_·]+)\s*(?P<title>.+)", path.stem)
    if match and (match["column"] in columns().values() or is_column(match["column"]) or path.stem[0] in BRACKETS):
        return match.groupdict()
    return {"title": path.stem, "column": path.parent.name if path.parent.name in columns().values() else ""}


def sanitised(body: str) -> str:
    """The body with nothing but an article's own tags; pictures are ours or none."""
    return nh3.clean(
        body, tags=TAGS, attributes=ATTRIBUTES, attribute_filter=_our_pictures,
        url_schemes={"http", "https", "mailto", "tel"},
    ).strip()  # fmt: skip


def summary(body: str) -> str:
    """The first paragraph as plain text, or the beginning of everything when there is none."""
    for part in (*re.findall(r"<p>(.*?)</p>", body, re.DOTALL), body):
        text = html.unescape(nh3.clean(re.sub(r"<(?:/t[dh]|/li|/h\d|br)>", " ", part), tags=set()))
        if words := " ".join(text.split()):
            return words if len(words) <= SUMMARY else words[: SUMMARY - 1] + "…"
    return ""


def _our_pictures(tag: str, attribute: str, value: str) -> str | None:
    return value if (tag, attribute) != ("img", "src") or re.fullmatch(r"/media/[0-9a-f]+\.\w+", value) else None


def _limited(draft: Draft, name: str, longest: int) -> str:
    written = draft.head.get(name, "")
    if len(written) > longest:
        draft.corrected("cut", name, written, written[:longest])
    return written[:longest]


def _column(draft: Draft) -> str:
    """A column of staff's own is kept; it is shown in the nearest that there is."""
    written = draft.head.get("column", "")
    column = "".join(written.split())
    if not column:
        column = nearest("")
        draft.doubtful("column_missing", "column", "", column)
    elif column not in columns().values():
        draft.corrected("column_of_news", "column", column, nearest(column))
        column = column[: NewsItem.column.max_length]
    elif column != written:
        draft.corrected("spaces", "column", written, column)
    return column


def _published(draft: Draft, path: Path, root: Path, around: Around) -> datetime:
    calendar = Calendar([path.stem], around)
    written = draft.head.get("published")
    if not written:
        return _not_dated(draft, path, root, around, calendar)
    day, rest = calendar.split(written)
    if day is None:
        _refuse("published_unreadable", "published", {"old": shown(written)})
    if day.contradicts:
        draft.doubtful("date_weekday", "published", written, day.day.isoformat())
    if day.assumed:
        draft.doubtful(calendar.assumption, "published", written, day.day.isoformat())
    midnight = datetime.combine(day.day, time())
    if not rest:
        draft.corrected("published_no_time", "published", written, f"{midnight:%Y-%m-%d %H:%M}")
        return midnight
    try:
        return midnight + timedelta(minutes=span(rest.lstrip("Tt")).starts)
    except Unreadable:
        _refuse("published_unreadable", "published", {"old": shown(written)})


def _not_dated(draft: Draft, path: Path, root: Path, around: Around, calendar: Calendar) -> datetime:
    """The date of the file's name; else when it was first loaded, or the congress's first day if that is far away."""
    code, (read, is_now) = "published_missing", around.published
    if day := calendar.only(path.stem):
        read = datetime.combine(day.day, time())
    elif known := NewsItem.get_or_none(NewsItem.source == path.relative_to(root).as_posix()):
        read = known.published
    elif not is_now:
        code = "published_first_day"
    draft.doubtful(code, "published", "", f"{read:%Y-%m-%d %H:%M}")
    return read


def _refuse(code: str, field: str, values: Mapping[str, str] | None = None) -> NoReturn:
    raise Refused(code, {"field": field, **(values or {})})


KIND = Manuscript(
    name="news", model=NewsItem, key="slug", endings=(".docx", ".md", ".markdown", ".txt"), read=read,
    is_one=is_one,
)  # fmt: skip
