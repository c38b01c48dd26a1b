"""Signing in, signing out."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from congress import audit, staff
from congress.errors import NotFound
from congress.passwords import Busy
from web.console import gate
from web.console.gate import needs
from web.console.throttle import Throttle
from web.console.tools import Tools


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages."""

    def told(login: str) -> None:
        """Note that somebody tries an account's password; what is no account's is not written down."""
        try:
            audit.note("system", "staff.locked", staff.staff(login).login, tools.clock.now())
        except NotFound:
            return

    throttle = Throttle(tools, _wait, told)
    throttle.install(console)

    @console.get("/sign-in")
    @needs("anyone")
    def sign_in() -> str | AnyResponse:
        """The form; who is signed in goes on."""
        target = gate.back_to(request.args.get("next", ""))
        if gate.is_signed_in():
            return redirect(target)
        return render_template("console/sign_in.html", next=target)

    @console.post("/sign-in")
    @needs("anyone")
    @throttle.slows
    def signing_in() -> AnyResponse:
        """Begin a session, or show the form again: 401; 429 for who must wait, 503 when too many come at once."""
        try:
            login, password = request.form.get("login", ""), request.form.get("password", "")
            who = staff.sign_in(login, password, tools.clock.now(), expected=throttle.is_known())
        except Busy:
            return _again("busy", 503)
        if who is None:
            return _again("wrong", 401)
        gate.begin(who, tools.wall())
        response = make_response(redirect(gate.back_to(request.form.get("next", ""))))
        throttle.forgive(response)
        return response

    @console.post("/sign-out")
    @needs("desk")
    def sign_out() -> AnyResponse:
        """End the session of this browser."""
        audit.note(gate.me().login, "staff.signed_out", gate.me().login, tools.clock.now())
        gate.end()
        return redirect(url_for("console.sign_in"))


def _again(refused: str, status: int, **values: object) -> Response:
    """The form once more, with what was typed except for the password."""
    kept = {"next": gate.back_to(request.form.get("next", "")), "login": request.form.get("login", "")[:32]}
    if gate.wants_json():
        return gate.answered(status)
    return make_response(render_template("console/sign_in.html", refused=refused, **kept, **values), status)


def _wait(seconds: int) -> Response:
    response = _again("wait", 429, seconds=seconds)
    response.headers["Retry-After"] = str(seconds)
    return response
