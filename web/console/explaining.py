"""Why an answer came: every stage with its scores, for a question as a guest would ask it."""

import re
from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, abort, current_app, render_template, request, url_for

from clock import BEIJING
from understanding import Fact, ranking
from web.console.gate import needs
from web.console.tools import Tools
from wechat.inbound import Ask

LONGEST = 2000  # characters of a text, as the platform lets people type
MOST = 5  # messages before it
YEARS = range(1970, 3000)  # in which one reckons with days before and after
ANCHOR = re.compile(r"</?a\b[^>]*>")


def routes(console: Blueprint, tools: Tools) -> None:
    """The page. What was asked is posted, so that it stands in no address and no log."""

    @console.get("/explain")
    @needs("office")
    def explain() -> str:
        """The form."""
        return render_template("console/explain.html", asked=_Asked("", "", _written(tools.clock.now())))

    @console.post("/explain")
    @needs("office")
    def explained() -> tuple[str, int] | str:
        """What became of it."""
        if tools.explain is None:
            abort(404)
        asked = _Asked.from_form(request.form, tools.clock.now())
        at, texts = asked.moment, (*asked.earlier, asked.text)
        if at is None or not asked.text:
            return render_template("console/explain.html", asked=asked, wrong="text" if at else "at"), 400
        found = tools.explain([Ask("", at, "text", text=text) for text in texts])
        lines = {"sure": ranking.SURE, "maybe": ranking.MAYBE}
        reply = ANCHOR.sub("", found.reply)
        return render_template(
            "console/explain.html", asked=asked, at=at, found=found, reply=reply, lines=lines, entry=entry
        )


class _Asked:
    """What stands in the form."""

    def __init__(self, text: str, before: str, at: str) -> None:
        self.text, self.before, self.at = text, before, at

    @classmethod
    def from_form(cls, form: Mapping[str, str], now: datetime) -> "_Asked":
        """As it was posted; without a time, now."""
        text, before = form.get("text", "").strip()[:LONGEST], form.get("before", "").strip()[: MOST * LONGEST]
        return cls(text, before, form.get("at", "").strip() or _written(now))

    @property
    def earlier(self) -> tuple[str, ...]:
        """The messages before it, one a line, the last few."""
        return tuple(line.strip()[:LONGEST] for line in self.before.splitlines() if line.strip())[-MOST:]

    @property
    def moment(self) -> datetime | None:
        """When it is asked; None for what is no time."""
        try:
            at = datetime.fromisoformat(self.at)
        except ValueError:
            return None
        if at.year not in YEARS:
            return None
        return at if at.tzinfo else at.replace(tzinfo=BEIJING)


def _written(at: datetime) -> str:
    """As a browser's field for a time wants it."""
    return at.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")


def entry(fact: Fact) -> str:
    """The address of the page that shows a fact; empty where none does."""
    pages = current_app.view_functions
    if fact.kind == "agenda" and "pages.item" in pages:
        return url_for("pages.item", key=fact.key)
    if fact.kind == "news" and "pages.article" in pages:
        return url_for("pages.article", slug=fact.key)
    if fact.kind in ("guide", "faq", "programme") and "pages.services" in pages:
        return url_for("pages.services", _anchor=fact.key)
    return ""
