"""A delegate as the office sees them: found by badge or name, each look on record."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from congress import binding_desk, office_cards
from web.console import gate
from web.console.gate import needs
from web.console.tools import Tools


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages. A name is posted, so that it stands in no address and no log."""

    @console.get("/delegates")
    @needs("office")
    def find() -> str:
        """The search."""
        return render_template("console/find.html")

    @console.post("/delegates")
    @needs("office")
    def found() -> str | AnyResponse:
        """Who was found; the card itself when it is one."""
        asked = request.form.get("asked", "").strip()[:40]
        people = office_cards.find(asked)
        if len(people) == 1:
            return redirect(url_for("console.card", badge=people[0].badge))
        return render_template("console/find.html", asked=asked, people=people, most=office_cards.MOST)

    @console.get("/delegates/<badge>")
    @needs("office")
    def card(badge: str) -> str:
        """The card, the telephone hidden."""
        return _card(badge)

    @console.post("/delegates/<badge>/telephone")
    @needs("office")
    def telephone(badge: str) -> str:
        """The card with the telephone."""
        return _card(badge, office_cards.telephone(badge, gate.me().login, tools.clock.now()))

    def _card(badge: str, telephone: str = "") -> str:
        shown = office_cards.seen(badge, gate.me().login, tools.clock.now())
        held = binding_desk.held(shown.card.badge)
        return render_template(
            "console/card.html", card=shown.card, masked=shown.masked, telephone=telephone, held=held
        )
