"""The console in which staff work: one module a page, each behind the gate."""

from flask import Blueprint

from web.console import (
    admission,
    announcing,
    answering,
    audit_log,
    bindings,
    board,
    checkin,
    delegate,
    explaining,
    gate,
    headers,
    home,
    messages,
    notices,
    password,
    refusals,
    sign_in,
    unanswered,
    users,
)
from web.console.tools import Tools

__all__ = ["Tools", "blueprint"]

# Each module's routes(console, tools) puts its pages on the blueprint; every view says whom it is for (gate.needs).
PAGES = (
    sign_in,
    password,
    home,
    messages,
    bindings,
    delegate,
    users,
    audit_log,
    checkin,
    admission,
    board,
    notices,
    announcing,
    explaining,
    unanswered,
    answering,
)


def blueprint(tools: Tools) -> Blueprint:
    """The console, to be registered on the application; it sets up the application's sessions."""
    console = Blueprint("console", __name__, url_prefix="/console")
    gate.guard(console, tools)
    headers.dress(console)
    for page in PAGES:
        page.routes(console, tools)
    refusals.routes(console, tools)  # last: it takes every address that is no page
    return console
