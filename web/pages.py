"""The pages that replies link to, opened inside WeChat."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from flask import Blueprint, Response, abort, make_response, render_template, request, send_from_directory
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup, escape

from congress import agenda, attendance, columns, delegations, faq, guide, news
from union import programmes
from web.headers import FRAME_ANCESTORS, secure

# Pictures that browsers show without running anything; SVG is not among them.
PICTURES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp",
}  # fmt: skip
PLAIN_NAME = re.compile(r"\w[\w.-]{0,150}")
MONTH = 30 * 24 * 3600  # seconds
# An area code with a number, a mobile, and the unions' national hotline.
TELEPHONE = re.compile(r"(?<![\d-])(?:0\d{2,3}[- ]?\d{4} ?\d{3,4}|1[3-9]\d{9}|12351)(?![\d-])")
LINK = re.compile(r"<a href=\"(https?://[^\"]*)\">([^<]*)</a>")  # as our own templates write it into a message


class Clock(Protocol):
    """Tells the time now, aware, +08:00."""

    def now(self) -> datetime: ...


def blueprint(clock: Clock, media: Path, frame_ancestors: str = "") -> Blueprint:
    """The pages.

    `media` is the folder of the articles' pictures; `frame_ancestors` the origins that may show our pages in a frame
    (none unless given: WeChat needs none, the demo's phone does).
    """
    pages = Blueprint("pages", __name__)
    pages.add_app_template_filter(dial)
    pages.add_app_template_filter(noticed)
    pages.after_request(_finish)

    @pages.record
    def _remember(state: BlueprintSetupState) -> None:
        state.app.config[FRAME_ANCESTORS] = frame_ancestors

    @pages.get("/")
    def index() -> str:
        """The front page: what is on, what comes next, the three columns."""
        at = clock.now()
        latest = {short: news.newest(at, name)[:2] for short, name in columns.columns().items()}
        return render_template(
            "pages/index.html", at=at, on=agenda.under_way(at), next=agenda.following(at), latest=latest
        )

    @pages.get("/agenda", endpoint="agenda")
    def on_day() -> str:
        """The agenda of one day: the one asked for, else today or the nearest."""
        at, days = clock.now(), agenda.days()
        day = _day(request.args.get("day", "")) or _nearest(at.date(), days)
        return render_template(
            "pages/agenda.html", at=at, days=days, day=day, items=agenda.on_day(day), next=agenda.following(at)
        )

    @pages.get("/agenda/<key>")
    def item(key: str) -> str:
        """One item of the agenda."""
        at, found = clock.now(), agenda.item(key)
        return render_template(
            "pages/item.html", at=at, item=found, next=agenda.following(at), apart=attendance.is_apart(found),
            delegations=delegations.delegations(),
        )  # fmt: skip

    @pages.get("/news", endpoint="news")
    def news_list() -> str:
        """The articles, newest first, all or of one column."""
        short = request.args.get("column", "")
        name = columns.written(short) if short else ""
        heads = news.newest(clock.now(), name)
        return render_template("pages/news.html", column=short, columns=columns.columns(), heads=heads)

    @pages.get("/news/<slug>")
    def article(slug: str) -> str:
        """One article."""
        found = news.article(slug, clock.now())
        return render_template("pages/article.html", article=found, column=columns.short(found.head.column))

    @pages.get("/services")
    def services() -> str:
        """The service guide by category, the union's programmes, the frequent questions."""
        today = clock.now().date()
        return render_template(
            "pages/services.html",
            chapters=[(name, guide.in_category(name)) for name in guide.categories()],
            programmes=[(each, each.state(today)) for each in programmes.programmes()],
            questions=faq.questions(),
            today=today,
        )

    @pages.get("/media/<name>", endpoint="media")
    def picture(name: str) -> Response:
        """A picture of an article. Only plain names of known picture types; anything else is not found."""
        kind = PICTURES.get(Path(name).suffix.lower())
        if kind is None or not PLAIN_NAME.fullmatch(name):
            abort(404)
        return send_from_directory(media.absolute(), name, mimetype=kind, max_age=MONTH)

    return pages


def dial(text: str) -> Markup:
    """The text, escaped, with every telephone number as a link that dials it and every line break kept."""
    parts, end = [], 0
    for found in TELEPHONE.finditer(text):
        number = re.sub(r"\D", "", found[0])
        parts += [
            escape(text[end : found.start()]),
            Markup('<a class="tel" href="tel:{}">{}</a>').format(number, found[0]),
        ]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])]).replace("\n", Markup("<br>"))


def noticed(words: str) -> Markup:
    """A notice as a page shows it: its link leads where it leads in the chat, all else like `dial`."""
    parts, end = [], 0
    for found in LINK.finditer(words):
        link = Markup('<a href="{}">{}</a>').format(found[1], found[2])
        parts += [dial(words[end : found.start()]), link]
        end = found.end()
    return Markup("").join([*parts, dial(words[end:])])


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(400)


def _nearest(today: date, days: tuple[date, ...]) -> date:
    return next((day for day in days if day >= today), days[-1] if days else today)


def _finish(response: Response) -> Response:
    """Let phones keep a page but ask before they show it again: a correction must be seen at once."""
    if response.status_code == 200 and not response.is_streamed:
        response.headers["Cache-Control"] = "public, no-cache"
        response.add_etag()
        response = make_response(response.make_conditional(request))
    return secure(response)
