"""The console with somebody signed in, for the tests of its pages."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

import models
from clock import BEIJING
from web import console, errors
from web.console.tools import Tools

ROOT = Path(__file__).parents[1]
AT = datetime(2019, 5, 6, 9, 40, tzinfo=BEIJING)
KEY = "a key for tests that signs their sessions"
TOKEN = "HTTP_X_CSRFTOKEN"
PASSWORD = "right horse staple"
# Of PASSWORD, with parameters that take no time.
HASH = "$argon2id$v=19$m=8,t=1,p=1$GLKfWUuMBOT7swMe89P6vg$AVnBK/80gJtL3ZzCBvp2p2ZBEWWWC0womHEBvHXXrMI"


class StoppedClock:
    """Shows the time it was told to show."""

    def __init__(self, at: datetime = AT) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class StoppedWall:
    """Unix seconds, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


def console_app(clock: StoppedClock | None = None, **tools: object) -> Flask:
    """An application with the console alone; `tools` are fields of Tools."""
    app = Flask("console", static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
    given = replace(Tools(clock or StoppedClock(), KEY), **tools)  # type: ignore[arg-type]
    app.register_blueprint(console.blueprint(given))
    app.extensions["console tools"] = given
    errors.register(app)
    app.teardown_appcontext(lambda error: models.close())
    return app


def account(login: str, role: str, **values: object) -> models.Staff:
    """A row of an account (role desk, office or owner) whose password is PASSWORD."""
    kept = {
        "login": login, "name": "", "role": "office" if role == "owner" else role, "owner": role == "owner",
        "password": HASH, "must_change": False, "created_at": AT.replace(tzinfo=None),
    }  # fmt: skip
    row: models.Staff = models.Staff.create(**{**kept, **values})
    return row


def signed_in(app: Flask, role: str, login: str = "") -> FlaskClient:
    """A browser in which an account of this role (desk, office, owner) is signed in; its login is the role's name.

    What it posts carries the token, as the header; `del client.environ_base[TOKEN]` leaves it out.
    """
    login = login or role
    row = models.Staff.get_or_none(models.Staff.login == login) or account(login, role)
    client = app.test_client()
    tools: Tools = app.extensions.get("console tools") or Tools(StoppedClock(), KEY)
    with client.session_transaction(path="/console/") as session:
        session.permanent = True
        session["login"], session["generation"] = row.login, row.generation
        session["since"] = session["seen"] = int(tools.wall())
        session["csrf_token"] = "0" * 40
    client.environ_base[TOKEN] = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps("0" * 40)
    return client


def token_of(page: str) -> str:
    """The token that a page of the console holds."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found
    return found[1]
