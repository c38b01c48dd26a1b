"""The first page: what needs attention now."""

from flask import Blueprint, render_template

from web.console.gate import needs
from web.console.tools import Tools


def routes(console: Blueprint, tools: Tools) -> None:
    """The page."""

    @console.get("/")
    @needs("desk")
    def home() -> str:
        """What needs attention."""
        return render_template("console/home.html")
