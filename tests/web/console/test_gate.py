"""The console's gate: sessions, roles, tokens."""

import pytest
from flask import Flask

from tests.console import PASSWORD, account, console_app, signed_in, token_of


@pytest.fixture
def app(database_url: str) -> Flask:
    return console_app()


def test_sign_in(app: Flask) -> None:
    account("li", "office")
    client = app.test_client()
    page = client.get("/console/")
    assert (page.status_code, page.headers["Location"]) == (302, "/console/sign-in?next=/console/")
    form = {"login": " LI ", "password": PASSWORD, "csrf_token": token_of(client.get("/console/sign-in").text)}
    entered = client.post("/console/sign-in", data=form)
    assert (entered.status_code, entered.headers["Location"]) == (302, "/console/")
    assert client.get("/console/").status_code == 200


def test_helper(app: Flask) -> None:
    client = signed_in(app, "desk")
    assert client.get("/console/").status_code == 200
    assert client.get("/console/nowhere").status_code == 404
    assert client.post("/console/sign-out").status_code == 302
    assert client.get("/console/").status_code == 302
    assert client.get("/console/", headers={"Accept": "application/json"}).status_code == 401
