"""Messages that people left for staff."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from congress import audit, messages
from web.console import gate
from web.console.gate import needs
from web.console.tools import Tools

PAGE = 30  # messages


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages."""

    @console.get("/messages", endpoint="messages")
    @needs("office")
    def inbox() -> str:
        """What is open, or all, the newest first; the look is on record."""
        everything = request.args.get("show") == "all"
        before = request.args.get("before", 0, int)
        found = messages.left(only_open=not everything, before=before, most=PAGE + 1)
        shown = found[:PAGE]
        if shown:
            numbers = f"{shown[-1].number}-{shown[0].number}"
            audit.note(gate.me().login, "message.seen", numbers, tools.clock.now())
        return render_template(
            "console/messages.html", found=shown, everything=everything, waiting=messages.waiting(),
            more=shown[-1].number if len(found) > PAGE else 0,
        )  # fmt: skip

    @console.post("/messages/<int:number>/<any(done, undo):do>")
    @needs("office")
    def message_step(number: int, do: str) -> AnyResponse:
        """Mark as done, or take that back."""
        changed = messages.settle(number, gate.me().login, tools.clock.now(), done=do == "done")
        gate.say("console/messages_said.txt", what=do if changed else "same", number=number)
        everything = request.form.get("show") == "all"
        return redirect(url_for("console.messages", show="all" if everything else None))
