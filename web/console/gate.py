"""Who may pass: sessions of staff, roles, the token that every change must carry."""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from congress import staff
from congress.staff import Staff
from web.console.tools import Tools

ABSOLUTE = 20 * 3600  # seconds that a sign-in lasts at most: the longest day of a congress
IDLE = 6 * 3600  # seconds without a request after which it is over
TOUCHED = 60  # seconds; the time of the last request is written again after so many
# Where who has a one-time password may go before it is changed.
FOR_CHANGE = frozenset(f"console.{name}" for name in ("password", "change_password", "sign_out", "sign_out_everywhere"))
ROLES = ("anyone", "desk", "office", "owner")
View = TypeVar("View", bound=Callable[..., Any])


def needs(role: str) -> Callable[[View], View]:
    """Whom a view is for: desk, office (who may all that the desk may), owner, or anyone who asks.

    A view without it is for nobody. It stands below the line with the route.
    """
    if role not in ROLES:
        raise ValueError(f"there is no role {role}")

    def mark(view: View) -> View:
        view.needs = role  # type: ignore[attr-defined]  # read by `_admit`
        return view

    return mark


def me() -> Staff:
    """Who is signed in. 401 for nobody."""
    found: Staff | None = g.get("staff")
    if found is None:
        abort(401)
    return found


def is_signed_in() -> bool:
    """Whether anybody is."""
    return g.get("staff") is not None


def say(template: str, kind: str = "done", /, **values: object) -> None:
    """Show a result on the next page; `kind` is done or failed, the words are the template's (plain text)."""
    flash(render_template(template, **values).strip(), kind)


def back_to(target: str) -> str:
    """Where to go after the sign-in: the page of the console that was asked for, and nowhere else."""
    home = url_for("console.home")
    parts = urlsplit(target)
    plain = target.isprintable() and "\\" not in target and not parts.scheme and not parts.netloc
    ours = parts.path == home.rstrip("/") or parts.path.startswith(home.rstrip("/") + "/")
    return target if plain and ours and "//" not in parts.path and ".." not in parts.path else home


def begin(who: Staff, wall: float) -> None:
    """Start a session for this account; whatever was in the browser's before is forgotten. `wall` in Unix seconds."""
    session.clear()
    session.permanent = True
    session["login"], session["generation"] = who.login, who.generation
    session["since"] = session["seen"] = int(wall)
    g.staff = who


def end() -> None:
    """Forget the session in this browser."""
    session.clear()
    g.staff = None


def guard(console: Blueprint, tools: Tools) -> None:
    """Put the gate in front of every view of the blueprint."""
    csrf = CSRFProtect()

    @console.record
    def _set_up(state: BlueprintSetupState) -> None:
        app = cast(Flask, state.app)
        _configure(app, tools)
        csrf.init_app(app)

    @console.before_request
    def _admit() -> AnyResponse | None:
        g.staff = _signed_in(tools.wall())
        needed = getattr(current_app.view_functions.get(request.endpoint or ""), "needs", "")
        if needed != "anyone":
            refused = _refusal(g.staff, needed)
            if refused is not None:
                return refused
        csrf.protect()
        return None

    @console.context_processor
    def _known() -> dict[str, object]:
        pages = current_app.view_functions
        return {"me": g.get("staff"), "congress_name": tools.congress_name, "known_pages": pages}


def _refusal(who: Staff | None, needed: str) -> AnyResponse | None:
    if who is None:
        if wants_json():
            return answered(401)
        asked = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else ""
        return redirect(url_for("console.sign_in", next=asked or None))
    if not needed or not who.may(needed):
        abort(403)
    if who.must_change and request.endpoint not in FOR_CHANGE:
        return answered(403) if wants_json() else redirect(url_for("console.password"))
    return None


def wants_json() -> bool:
    """Whether a program of ours asks, which has no use for a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "text/event-stream"])
    return request.is_json or (best or "text/html") != "text/html"


def answered(status: int, words: str = "") -> Response:
    """A refusal: {"error": {"status": .., "message": ..}} for a program, a page for a person."""
    name = f"{status} Page Expired" if status == 419 else status
    if wants_json():
        words = words or render_template("console/refused.txt", status=status).strip()
        response = jsonify(error={"status": status, "message": words})
    else:
        response = make_response(render_template("console/refused.html", status=status, words=words))
    response.status = str(name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _signed_in(wall: float) -> Staff | None:
    since, seen = session.get("since", 0), session.get("seen", 0)
    if wall - since >= ABSOLUTE or wall - seen >= IDLE:
        return None
    who = staff.admitted(session.get("login", ""), session.get("generation", 0))
    if who is not None and wall - seen > TOUCHED:
        session["seen"] = int(wall)
    return who


def _configure(app: Flask, tools: Tools) -> None:
    """Flask's session is the console's alone: its cookie goes to no other page."""
    app.secret_key = tools.secret_key
    app.config.update(
        SESSION_COOKIE_NAME="staff", SESSION_COOKIE_PATH="/console", SESSION_COOKIE_HTTPONLY=True,
        # Strict would ask those to sign in again who open a link from a chat or a mail.
        SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=tools.web_url.startswith("https:"),
        SESSION_REFRESH_EACH_REQUEST=False, PERMANENT_SESSION_LIFETIME=ABSOLUTE,
        WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None,  # the session's end is the token's
        WTF_CSRF_SSL_STRICT=False,  # the token is enough; a proxy in front may change the host that is compared
    )  # fmt: skip
