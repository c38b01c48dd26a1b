"""Whose phone a page is open on, as a signed text that only the phone hands out."""

import hashlib
import hmac
import secrets

from simulator.store import Store, User

COOKIE = "holder"  # for programs that follow redirects without a browser
MARK = "phone:"  # begins the name that the phone gives its in-app browser's window


class Holders:
    """Signs an openid, so that no page can pass for another person's phone."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._key = str(store.get("holders.key") or secrets.token_hex(32))
        store.put("holders.key", self._key)

    def text(self, user: User) -> str:
        """What the in-app browser of that person's phone carries."""
        return f"{user.openid}.{self._signature(user.openid)}"

    def user(self, text: str) -> User | None:
        """The person whom such a text names; None when it isn't one of ours."""
        openid, _, signature = text.removeprefix(MARK).partition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(openid).encode()):
            return None
        return self._store.user(openid)

    def _signature(self, openid: str) -> str:
        return hmac.new(self._key.encode(), openid.encode(), hashlib.sha256).hexdigest()[:32]
