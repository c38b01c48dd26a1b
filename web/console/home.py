"""The first page: what needs attention now."""

from datetime import datetime, timedelta

from flask import Blueprint, current_app, render_template, url_for

from congress import audit, binding_desk, binding_flags, messages, unanswered
from congress.checkin import board, stages
from congress.notices import outbox
from congress.staff import Staff
from web.console import gate
from web.console.gate import needs
from web.console.tools import Tools

RECENTLY = timedelta(days=1)


def routes(console: Blueprint, tools: Tools) -> None:
    """The page; the desk sees its stages, the office what waits for somebody besides."""

    @console.get("/")
    @needs("desk")
    def home() -> str:
        """What needs attention."""
        at, who = tools.clock.now(), gate.me()
        office = _office(who, at) if who.may("office") else {}
        figures = [board.board(stage.key, at) for stage in stages.open_now(at)]
        return render_template("console/home.html", at=at, figures=figures, links=_links(), **office)


def _office(who: Staff, at: datetime) -> dict[str, object]:
    waiting = outbox.notices(states=(outbox.State.WAITING,))
    tried = audit.lines(what="staff.locked", most=5) if who.owner else ()
    return {
        "flags": binding_flags.flags(), "claims": binding_desk.CLAIMS, "waiting": waiting,
        "tried": [line for line in tried if at - line.at < RECENTLY], "unanswered": unanswered.waiting(),
        "messages": messages.waiting(),
    }  # fmt: skip


def _links() -> dict[str, str]:
    """Addresses of the pages that are there."""
    pages = ("checkin", "board", "notices", "admit")
    return {name: url_for(f"console.{name}") for name in pages if f"console.{name}" in current_app.view_functions}
