"""One's own account: another password, the end of all sessions."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from congress import passwords, staff
from congress.errors import Invalid
from web.console import gate, throttle
from web.console.gate import needs
from web.console.tools import Tools


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages."""

    @console.get("/password")
    @needs("desk")
    def password() -> str:
        """The account, the form for another password."""
        return render_template("console/password.html", shortest=passwords.SHORTEST)

    @console.post("/password")
    @needs("desk")
    @throttle.by_account(console, tools, _wait)
    def change_password() -> AnyResponse:
        """Take the new password; this browser stays signed in, every other one is out."""
        new = request.form.get("new", "")
        try:
            if new != request.form.get("again", ""):
                raise Invalid("again")
            who = staff.change_password(gate.me().login, request.form.get("old", ""), new, tools.clock.now())
        except Invalid as error:
            return _refused(str(error), 400)
        except passwords.Busy:
            return _refused("busy", 503)
        gate.begin(who, tools.wall())
        gate.say("console/said.txt", what="password")
        return redirect(url_for("console.home"))

    @console.post("/sign-out-everywhere")
    @needs("desk")
    def sign_out_everywhere() -> AnyResponse:
        """End every session of the account, this one included."""
        staff.end_sessions(gate.me().login, gate.me().login, tools.clock.now())
        gate.end()
        gate.say("console/said.txt", what="everywhere")
        return redirect(url_for("console.sign_in"))


def _wait(seconds: int) -> Response:
    # The limit is looked at before the gate, so that there may be nobody to show the form to.
    response = gate.answered(429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _refused(why: str, status: int) -> Response:
    page = render_template("console/password.html", shortest=passwords.SHORTEST, refused=why)
    return make_response(page, status)
