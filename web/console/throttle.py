"""How often somebody may try to sign in: the waits grow, and nobody can keep staff out by trying.

A browser that has signed in as somebody before carries a cookie that says so, and its tries are counted apart. Whoever
tries a stranger's login keeps only strangers' browsers waiting, and each wait ends by itself.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from typing import Any, TypeVar, cast

from flask import Blueprint, Flask, Response, request, session
from flask.blueprints import BlueprintSetupState
from flask_limiter import Limiter, RequestLimit
from itsdangerous import BadSignature, URLSafeTimedSerializer
from limits import parse

from congress import staff
from web.console.tools import Tools

ONE = "5/minute; 10/15 minutes; 20/hour"  # a known browser; or one login from one address
LOGIN = "60/hour"  # one login from strangers' browsers
ADDRESS = "30/minute; 120/hour"  # a whole office behind one router
OWN = "10/hour"  # the present password, asked for before another one is taken
TOLD = "1/10 minutes"  # lines of the audit log about one login
KNOWN = 90 * 24 * 3600  # seconds that a browser stays known
COOKIE = "known"
View = TypeVar("View", bound=Callable[..., Any])


class Throttle:
    """The counts, in Redis, in this process while Redis is gone."""

    def __init__(self, tools: Tools, refuse: Callable[[int], Response], told: Callable[[str], None]) -> None:
        """`refuse(seconds)` gives the page of who must wait; `told(login)` hears of an account's login being tried."""
        self._tools, self._refuse, self._told = tools, refuse, told
        self._signer = URLSafeTimedSerializer(tools.secret_key, salt="a browser that signed in before")
        self._limiter = _limiter(tools, self._on_breach)

    def install(self, console: Blueprint) -> None:
        """Count on the blueprint's application."""
        _install(self._limiter, console)

    def slows(self, view: View) -> View:
        """Count and limit what is posted to this view."""
        limited: Any = view
        for limit, key, of_strangers in (
            (ONE, self._one, False), (LOGIN, self._login, True), (ADDRESS, address, True),
        ):  # fmt: skip
            exempt = self.is_known if of_strangers else None
            limited = self._limiter.limit(limit, key_func=key, exempt_when=exempt)(limited)
        return cast(View, limited)

    def forgive(self, response: Response) -> None:
        """The sign-in succeeded: forget this login's tries, and know the browser from now on."""
        for each in self._limiter.current_limits:
            if any(key in (self._one(), self._login()) for key in each.request_args):
                with suppress(Exception):  # Redis is gone in this moment: then they end by themselves
                    self._limiter.limiter.clear(each.limit, *each.request_args)
        known = self._signer.dumps([_login(), self._browser() or secrets.token_hex(8)])
        response.set_cookie(
            COOKIE, known, max_age=KNOWN, path="/console/sign-in", httponly=True, samesite="Lax",
            secure=self._tools.web_url.startswith("https:"),
        )  # fmt: skip

    def _browser(self) -> str:
        """The name of this browser, if it signed in before as whom it wants to be now."""
        with suppress(BadSignature, ValueError, TypeError):
            login, browser = self._signer.loads(request.cookies.get(COOKIE, ""), max_age=KNOWN)
            return str(browser) if login == _login() else ""
        return ""

    def is_known(self) -> bool:
        """Whether this browser signed in before as whom it wants to be now."""
        return bool(self._browser())

    def _one(self) -> str:
        browser = self._browser()
        return f"browser:{browser}" if browser else f"from:{self._hidden(_login())}:{address()}"

    def _login(self) -> str:
        return f"login:{self._hidden(_login())}"

    def _hidden(self, login: str) -> str:
        """Who types the password into the wrong field must not find it in Redis."""
        return hmac.new(self._tools.secret_key.encode(), login.encode(), hashlib.sha256).hexdigest()[:16]

    def _on_breach(self, limit: RequestLimit) -> Response:
        login = _login()
        if self._limiter.limiter.hit(parse(TOLD), "told", self._hidden(login)):
            self._told(login)
        return self._refuse(_seconds(limit))


def by_account(console: Blueprint, tools: Tools, refuse: Callable[[int], Response]) -> Callable[[View], View]:
    """A decorator that lets an account post OWN times to a view, whoever has its session."""
    limiter = _limiter(tools, lambda limit: refuse(_seconds(limit)))
    _install(limiter, console)
    return cast(Callable[[View], View], limiter.limit(OWN, key_func=lambda: f"account:{session.get('login', '')}"))


def _limiter(tools: Tools, on_breach: Callable[[RequestLimit], Response]) -> Limiter:
    in_redis = tools.redis != "memory://"
    # One try of one second each, or none would get an answer while Redis hangs.
    options: Any = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": None} if in_redis else {}
    return Limiter(
        address, storage_uri=tools.redis.replace("unix:", "redis+unix:"), storage_options=options, on_breach=on_breach,
        key_prefix="console", strategy="fixed-window", in_memory_fallback_enabled=in_redis,
    )  # fmt: skip


def _install(limiter: Limiter, console: Blueprint) -> None:
    @console.record
    def _set_up(state: BlueprintSetupState) -> None:
        limiter.init_app(cast(Flask, state.app))


def _seconds(limit: RequestLimit) -> int:
    return max(1, limit.reset_at - int(time.time()))


def address() -> str:
    """Whose request it is: the address, of IPv6 the network, which is one household's."""
    found = request.remote_addr or ""
    with suppress(ValueError):
        parsed = ip_address(found)
        if isinstance(parsed, IPv6Address):
            return parsed.exploded[:19]
    return found


def _login() -> str:
    return staff.spelled(request.form.get("login", ""))[:64]
