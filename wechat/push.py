"""From a push's query and body to one verified message: who it is for, and what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl

from wechat import signatures
from wechat.cipher import BadEnvelope, Cipher
from wechat.parse import BadPush, is_json, parse

BODY_LIMIT = 256 * 1024


class Refused(Exception):
    """A push that is not answered. `status` is the HTTP status; `reason` is one word for the log, never content."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True, slots=True)
class Account:
    """The credentials of the official account or of the mini program."""

    appid: str
    original_id: str
    token: str
    cipher: Cipher
    miniprogram: bool = False


@dataclass(frozen=True, slots=True)
class Push:
    """A verified push. `digest` identifies the message's bytes; `sealed` says whether the answer must be sealed."""

    account: Account
    fields: Mapping[str, Any]
    digest: str
    nonce: str
    sealed: bool
    json: bool


def query_of(raw: str) -> dict[str, str]:
    """The query string as a dictionary; the plain case without decoding, which is what the platform sends."""
    if "%" in raw or "+" in raw:
        return dict(parse_qsl(raw, keep_blank_values=True))
    return dict(pair.partition("=")[::2] for pair in raw.split("&")) if raw else {}


class Opener:
    """Verifies and opens pushes for the accounts of this installation."""

    def __init__(self, accounts: tuple[Account, ...], modes: frozenset[str], window: float) -> None:
        """`modes` out of plain, compat and safe; `window` in seconds: how far a URL's timestamp may be off the wall."""
        self._accounts, self._modes, self._window = accounts, modes, window

    def verify(self, query: Mapping[str, str]) -> str:
        """The echostr of a GET verification (section 1). Raises Refused."""
        parts = query.get("timestamp", ""), query.get("nonce", "")
        signature = query.get("signature", "")
        if not any(signatures.matches(signature, each.token, *parts) for each in self._accounts):
            raise Refused(403, "signature")
        return query.get("echostr", "")

    def open(self, query: Mapping[str, str], body: bytes, wall: float) -> Push:
        """The push of a POST; `wall` is the wall clock in Unix seconds. Raises Refused."""
        if len(body) > BODY_LIMIT:
            raise Refused(413, "too large")
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        encryption = query.get("encrypt_type", "")
        if encryption not in ("", "raw", "aes"):
            raise Refused(400, "encrypt_type")
        sealed = encryption == "aes"
        try:
            if sealed:
                account, inner, fields = self._unseal(query, body, timestamp, nonce)
            else:
                account, inner, fields = self._plain(query, body, timestamp, nonce)
        except BadPush as error:
            raise Refused(400, str(error)) from None
        try:
            late = abs(wall - int(timestamp)) > self._window
        except (ValueError, OverflowError):
            raise Refused(403, "timestamp") from None
        if late:
            raise Refused(403, "outside the time window")
        digest = blake2b(inner, digest_size=12).hexdigest()
        return Push(account, fields, digest, f"{timestamp}:{nonce}" if nonce else "", sealed, is_json(inner))

    def _plain(
        self, query: Mapping[str, str], body: bytes, timestamp: str, nonce: str
    ) -> tuple[Account, bytes, dict[str, Any]]:
        if "plain" not in self._modes:
            raise Refused(403, "plain mode is off")
        signature = query.get("signature", "")
        signed = [each for each in self._accounts if signatures.matches(signature, each.token, timestamp, nonce)]
        if not signed:
            raise Refused(403, "signature")
        fields = parse(body)
        for account in signed:
            if account.original_id == fields.get("ToUserName"):
                return account, body, fields
        return signed[0], body, fields

    def _unseal(
        self, query: Mapping[str, str], body: bytes, timestamp: str, nonce: str
    ) -> tuple[Account, bytes, dict[str, Any]]:
        outer = parse(body)
        encrypted = outer.get("Encrypt")
        if not isinstance(encrypted, str) or not encrypted:
            raise BadPush("no Encrypt element")
        # Only safe mode's envelope holds nothing but the recipient and the sealed message.
        if ("compat" if "FromUserName" in outer else "safe") not in self._modes:
            raise Refused(403, "mode is off")
        signature = query.get("msg_signature", "")
        signed = [
            each for each in self._accounts if signatures.matches(signature, each.token, timestamp, nonce, encrypted)
        ]
        if not signed:
            raise Refused(403, "msg_signature")
        reason = "appid"
        for account in signed:
            try:
                inner, appid = account.cipher.open(encrypted)
            except BadEnvelope as error:
                reason = str(error)
                continue
            for owner in signed:
                if owner.appid == appid:
                    return owner, inner, parse(inner)
            reason = "appid"
        raise Refused(403 if reason == "appid" else 400, reason)
