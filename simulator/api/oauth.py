"""The page that asks whether an account may know who someone is (docs/wechat.md, section 15)."""

import threading
from typing import Any

import requests
from flask import render_template, request

from simulator.api.call import Call, Given, Raw
from simulator.logins.authorizing import FRAGMENT, Refused, Wanted, checked
from simulator.logins.login_codes import OAUTH, Login
from simulator.phone import holders
from simulator.platform import Platform
from simulator.store import User
from simulator.switches import WORDS

PATH = "/connect/oauth2/authorize"
_DOUBLE_SECONDS = 5


def authorize(given: Given) -> Raw:
    """GET, as a page leads here; POST, as the page that this answers sends on whose phone it is open.

    A program without a browser brings that as a cookie instead, and is redirected at once.
    """
    query = request.query_string.decode("ascii", "replace")
    try:
        wanted = checked(given.platform, query)
        user = _holder(given)
        if user is None:
            return _page("oauth.html", query=query, mark=holders.MARK)
        # What follows the # never reaches a server: the page reads it.
        fragment = given.form.get("fragment", FRAGMENT)
        if fragment != FRAGMENT and given.platform.switches.on("oauth_strict"):
            raise Refused("parameters", FRAGMENT)
        said = given.form.get("allow", "")
        if said == "no":
            return _refused_by_person(given.platform, wanted)
        if said != "yes" and _asks(given.platform, wanted, user):
            name, text = WORDS["account"], given.platform.holders.text(user)
            return _page("oauth_consent.html", query=query, account=name, person=user.name, holder=text)
        return _lead(given.platform, wanted, code(given.platform, wanted, user))
    except Refused as refusal:
        return _page("oauth_error.html", name=refusal.name, about=refusal.about)


def code(platform: Platform, wanted: Wanted, user: User) -> str:
    """The one-time code for that login."""
    snapshot = wanted.scope == "snsapi_userinfo" and platform.switches.on("oauth_snapshot")
    return platform.login_codes.make(Login(OAUTH, wanted.appid, user.openid, wanted.scope, snapshot))


def _holder(given: Given) -> User | None:
    text = given.form.get("holder") or request.cookies.get(holders.COOKIE, "")
    return given.platform.holders.user(text)


def _asks(platform: Platform, wanted: Wanted, user: User) -> bool:
    if wanted.scope == "snsapi_base":
        return False
    return not (platform.switches.on("oauth_follower_silent") and user.following)


def _refused_by_person(platform: Platform, wanted: Wanted) -> Raw:
    if platform.switches.text("oauth_refusal") == "close":
        return _page("oauth_error.html", name="closed", about="")
    return _to(wanted.back(None))


def _lead(platform: Platform, wanted: Wanted, code: str) -> Raw:
    address = wanted.back(code)
    if platform.switches.on("oauth_double"):
        # Some clients fetch the address once by themselves and then open it, with the same code.
        first = threading.Thread(target=_fetch, args=[address], daemon=True)
        first.start()
        first.join(_DOUBLE_SECONDS)
    return _to(address)


def _fetch(address: str) -> None:
    try:
        requests.get(address, timeout=_DOUBLE_SECONDS, allow_redirects=False)
    except requests.RequestException:
        return  # the browser that follows shows what is wrong


def _to(address: str) -> Raw:
    return Raw(b"", "text/html", 302, {"Location": address, "Cache-Control": "no-store"})


def _page(template: str, **values: Any) -> Raw:
    text = render_template(f"simulator/{template}", **values)
    return Raw(text.encode(), "text/html", 200, {"Cache-Control": "no-store"})


CALLS = {PATH: Call("ANY", authorize, token=False, takes_json=False, takes_form=True)}
