"""Signing in, signing out."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from congress import staff
from web.console import gate
from web.console.gate import needs
from web.console.tools import Tools


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages."""

    @console.get("/sign-in")
    @needs("anyone")
    def sign_in() -> str:
        """The form."""
        return render_template("console/sign_in.html", next=gate.back_to(request.args.get("next", "")))

    @console.post("/sign-in", endpoint="signing_in")
    @needs("anyone")
    def signing_in() -> Response:
        """Begin a session, or show the form again: 401."""
        target = gate.back_to(request.form.get("next", ""))
        login, password = request.form.get("login", ""), request.form.get("password", "")
        who = staff.sign_in(login, password, tools.clock.now())
        if who is None:
            page = render_template("console/sign_in.html", next=target, login=login, refused="wrong")
            return make_response(page, 401)
        gate.begin(who, tools.wall())
        return redirect(target)

    @console.post("/sign-out", endpoint="sign_out")
    @needs("desk")
    def sign_out() -> Response:
        """End the session."""
        gate.end()
        return redirect(url_for("console.sign_in"))
