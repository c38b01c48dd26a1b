"""Accounts of staff, for owners."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from congress import staff, staff_desk
from congress.errors import Conflict, Invalid
from web.console import gate
from web.console.gate import needs
from web.console.tools import Tools


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages."""

    @console.get("/users")
    @needs("owner")
    def users() -> str:
        """All accounts, the form for another."""
        return render_template("console/users.html", users=staff.everyone())

    @console.post("/users")
    @needs("owner")
    def add_user() -> AnyResponse:
        """A new account; its one-time password is on this page and nowhere else."""
        form = {name: request.form.get(name, "").strip() for name in ("login", "name", "role")}
        owner = form["role"] == "owner"
        role = "office" if owner else form["role"]
        try:
            password = staff_desk.add(
                form["login"], form["name"], role, gate.me().login, tools.clock.now(), owner=owner
            )
        except (Invalid, Conflict) as error:
            page = render_template("console/users.html", users=staff.everyone(), refused=str(error), form=form)
            return make_response(page, 409 if isinstance(error, Conflict) else 400)
        return _shown("add", form["login"], password)

    @console.get("/users/<login>/<any(reset, disable, enable, role):do>")
    @needs("owner")
    def change_user(login: str, do: str) -> str:
        """What would happen to an account."""
        return render_template("console/user.html", user=staff.staff(login), do=do)

    @console.post("/users/<login>/<any(reset, disable, enable, role):do>")
    @needs("owner")
    def changed_user(login: str, do: str) -> AnyResponse:
        """Do it."""
        by, at = gate.me().login, tools.clock.now()
        if do == "reset":
            return _shown("reset", login, staff_desk.reset(login, by, at))
        try:
            if do == "role":
                role = request.form.get("role", "")
                owner = role == "owner"
                staff_desk.give_role(login, "office" if owner else role, by, at, owner=owner)
            else:
                (staff_desk.close if do == "disable" else staff_desk.reopen)(login, by, at)
        except Conflict as error:
            gate.say("console/said.txt", "failed", what=str(error), login=login)
        else:
            gate.say("console/said.txt", what={"role": "user_role"}.get(do, f"user_{do}d"), login=login)
        return redirect(url_for("console.users"))


def _shown(do: str, login: str, password: str) -> AnyResponse:
    return make_response(render_template("console/one_time.html", do=do, login=staff.spelled(login), password=password))
