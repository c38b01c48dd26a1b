"""Sign-in inside WeChat: a page asks the platform who is looking, silently (docs/wechat.md, section 15)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlsplit

import structlog
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from web.me_headers import dress
from web.sealed import Sealer
from web.visits import Visits
from wechat.client import PlatformDown, PlatformError
from wechat.outcomes import SignInAgain

AUTHORIZE = "/connect/oauth2/authorize"
REAL_SCRIPT = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"
WAY = 600  # seconds that somebody may take from our page over the platform's and back
PAGES = ("card", "agenda", "notices", "data", "bind")  # that may be asked for; the first one without being asked for
log = structlog.get_logger("login")


class Person(Protocol):
    """Whom a code stands for; `snapshot`: nobody in particular."""

    @property
    def openid(self) -> str: ...

    @property
    def snapshot(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Platform:
    """What the sign-in needs of the platform."""

    appid: str
    open_url: str  # where the page of OAuth is, without a final slash
    person: Callable[[str], Person]  # by code; raises PlatformError or PlatformDown
    stand_in: bool = False  # its phone is a frame in a browser that doesn't call itself WeChat


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the page of OAuth and the pages' script are; `is_real`: the platform's own, and no stand-in's."""

    open_url: str
    script_url: str
    is_real: bool


def addresses(api_url: str, open_url: str = "", script_url: str = "") -> Addresses:
    """Those that belong to an API, unless others are named."""
    is_real = (urlsplit(api_url).hostname or "").endswith(".weixin.qq.com")
    opens = open_url.rstrip("/") or ("https://open.weixin.qq.com" if is_real else api_url.rstrip("/"))
    script = REAL_SCRIPT if is_real else f"{opens}/static/simulator/jweixin.js"
    return Addresses(opens, script_url or script, is_real)


def blueprint(platform: Platform, visits: Visits, sealer: Sealer, web_url: str) -> Blueprint:
    """The way in, at /me, and the way back from the platform."""
    login = Blueprint("login", __name__)
    login.after_request(dress)

    @login.record
    def _name(state: object) -> None:
        # So that answers may lead here by the name that pages have.
        state.app.add_url_rule("/me", endpoint="pages.me", view_func=enter)  # type: ignore[attr-defined]

    def enter() -> Response:
        """Send the browser to the platform, which sends it back with a code."""
        wanted = request.args.get("to", "")
        wanted = wanted if wanted in PAGES else PAGES[0]
        if not _inside(platform):
            return _told("outside", 403)
        state = secrets.token_hex(16)
        values = (("appid", platform.appid), ("redirect_uri", f"{web_url}{url_for('login.back')}"),
                  ("response_type", "code"), ("scope", "snsapi_base"), ("state", state))  # fmt: skip
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in values)
        response = make_response(redirect(f"{platform.open_url}{AUTHORIZE}?{query}#wechat_redirect"))
        # Several ways may be under way in one browser; each has a cookie of its own, short, and for the way back alone.
        response.set_cookie(
            _cookie(state), f"{wanted}.{sealer.mark('way', state, wanted)}", max_age=WAY,
            path=url_for("login.back"), httponly=True, samesite="Lax", secure=web_url.startswith("https:"),
        )  # fmt: skip
        return dress(response)

    @login.get("/me/back")
    def back() -> Response:
        """The browser comes back from the platform, perhaps twice with the same code."""
        code, state = request.args.get("code", ""), request.args.get("state", "")
        wanted, _, mark = request.cookies.get(_cookie(state), "").partition(".")
        if wanted not in PAGES or not sealer.is_mark(mark, "way", state, wanted):
            return _told("state", 400)
        if not code:
            return _told("refused", 403)
        try:
            person = platform.person(code)
        except PlatformError as error:
            again = isinstance(error.outcome, SignInAgain)
            log.warning("sign-in refused", code=error.code)
            return _told("again" if again else "down", 400 if again else 503)
        except PlatformDown as error:
            log.warning("sign-in failed", why=type(error).__name__)
            return _told("down", 503)
        if person.snapshot:
            return _told("snapshot", 403)
        place = visits.place(person.openid)
        response = make_response(redirect(url_for(f"me.{wanted}", place=place)))
        visits.begin(response, person.openid)
        return response

    return login


def _cookie(state: str) -> str:
    return f"way-{state[:8]}" if state.isalnum() and state.isascii() else "way"


def _inside(platform: Platform) -> bool:
    if "MicroMessenger" in request.headers.get("User-Agent", ""):
        return True
    # The stand-in's phone shows pages in a frame; what is opened in a tab of its own is outside of it.
    return platform.stand_in and request.headers.get("Sec-Fetch-Dest", "") != "document"


def _told(what: str, status: int) -> Response:
    return make_response(render_template("pages/me_told.html", what=what), status)
