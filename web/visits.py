"""Whose page it is: the cookie of somebody whom WeChat named to us.

Each person's pages lie below an address of their own, /me/<place>/, and the cookie goes to that address alone. So two
people who use one browser, as on a phone with two accounts, never get each other's pages: what one of them opens again
still leads to the cookie of the same person, and whoever comes from the menu is asked for anew. The place is a keyed
hash: it tells nothing, opens nothing without the cookie, and is the same for a person each time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, request

from web.sealed import Sealer

COOKIE = "me"
LASTS = 2 * 3600  # seconds; then WeChat is asked again, which nobody notices
PLACE = 12  # digits


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """A signed-in person. `token` must come with every form of theirs."""

    openid: str
    place: str
    token: str
    key: str  # of this sign-in, for what is to be told once


class Visits:
    """Begins and recognises visits. `wall` tells Unix seconds; `secure` keeps the cookie to https."""

    def __init__(self, sealer: Sealer, *, secure: bool, wall: Callable[[], float] = time.time) -> None:
        self._sealer, self._secure, self._wall = sealer, secure, wall

    def place(self, openid: str) -> str:
        """Below which address this person's pages lie."""
        return self._sealer.mark("place", openid)[:PLACE]

    def begin(self, response: Response, openid: str) -> None:
        """Let the browser that gets this response be this person's."""
        sealed = self._sealer.seal("visit", {"openid": openid}, self._wall())
        response.set_cookie(
            COOKIE, sealed, max_age=LASTS, path=f"/me/{self.place(openid)}", httponly=True, samesite="Lax",
            secure=self._secure,
        )  # fmt: skip

    def current(self, place: str) -> Visit | None:
        """Who asks for a page below this address; None for nobody whom we know."""
        sealed = request.cookies.get(COOKIE, "")
        found = self._sealer.open("visit", sealed, self._wall(), LASTS)
        if found is None or self.place(found["openid"]) != place:
            return None
        return Visit(found["openid"], place, self._sealer.mark("form", sealed), self._sealer.mark("sign-in", sealed))

    def end(self, response: Response, place: str) -> None:
        """Forget the person in this browser."""
        response.delete_cookie(COOKIE, path=f"/me/{place}", httponly=True, samesite="Lax", secure=self._secure)
