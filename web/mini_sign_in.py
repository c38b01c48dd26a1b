"""The mini program tells who uses it, so that its openid joins the account's binding (docs/wechat.md, section 17)."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog
from flask import Blueprint, Response, abort, jsonify, request

from congress import joining
from wechat.client import PlatformDown, PlatformError
from wechat.outcomes import SignInAgain, TellUser

LONGEST = 128  # characters of a code
log = structlog.get_logger("mini sign-in")


class Clock(Protocol):
    """Tells the time now, aware, +08:00."""

    def now(self) -> datetime: ...


class Person(Protocol):
    """Whom a code of wx.login stands for; `unionid` is empty when the platform tells none."""

    @property
    def openid(self) -> str: ...

    @property
    def unionid(self) -> str: ...


def blueprint(clock: Clock, person: Callable[[str], Person]) -> Blueprint:
    """`person` exchanges a code; it raises PlatformError or PlatformDown."""
    api = Blueprint("mini_sign_in", __name__)

    @api.post("/api/v1/sign-in")
    def sign_in() -> Response:
        """JSON with the `code` of wx.login; whether its person is bound, and to which badge.

        401: take a new code; 403: the platform blocks this person; 503: later.
        """
        given = request.get_json(silent=True)
        code = given.get("code") if isinstance(given, dict) else None
        if not isinstance(code, str) or not 0 < len(code) <= LONGEST:
            abort(400)
        try:
            found = person(code)
        except PlatformError as error:
            log.warning("refused", code=error.code)
            abort(
                401 if isinstance(error.outcome, SignInAgain) else 403 if isinstance(error.outcome, TellUser) else 503
            )
        except PlatformDown as error:
            log.warning("failed", why=type(error).__name__)
            abort(503)
        badge = joining.mini_user_came(found.openid, found.unionid, clock.now())
        response = jsonify(bound=bool(badge), badge=badge)
        response.headers["Cache-Control"] = "no-store"
        return response

    return api
