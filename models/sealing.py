"""Private values at rest: encrypted text in the database, plain text in Python, under keys that stay outside both."""

import hmac
import os
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from peewee import Expression, TextField

FORM = "s1."  # AES-256-GCM under a key of HKDF-SHA256; `s1.<key>.<nonce, ciphertext and tag as base64>`
NONCE = 12  # bytes, random for every value


class NoKey(Exception):
    """Private values were wanted before `unlock`, or their key is not among those given. The text names DATA_KEY."""


class _Key:
    """What is derived from one DATA_KEY: nothing that is stored tells the key itself."""

    def __init__(self, written: str) -> None:
        self.name = _derived(written, "name", 4).hex()
        self.mark = f"{FORM}{self.name}."
        self.cipher = AESGCM(_derived(written, "seal", 32))
        self.look_up = _derived(written, "look-up", 32)


@dataclass(frozen=True, slots=True, repr=False)
class _Ring:
    current: _Key
    all: dict[str, _Key] = field(default_factory=dict)


_ring: _Ring | None = None


def unlock(key: str, old: Sequence[str] = ()) -> None:
    """Give this process the key for private values, and earlier ones that may still be read. Opens no connection."""
    global _ring
    current = _Key(key)
    _ring = _Ring(current, {each.name: each for each in (*map(_Key, old), current)})


def lock() -> None:
    """Forget the keys."""
    global _ring
    _ring = None


def is_unlocked() -> bool:
    """Whether this process was given keys."""
    return _ring is not None


def seal(plain: str, purpose: str) -> str:
    """The text under the current key; it opens for the same `purpose` (table and column) alone. Empty stays empty."""
    if not plain:
        return ""
    key, nonce = _keys().current, os.urandom(NONCE)
    return key.mark + urlsafe_b64encode(nonce + key.cipher.encrypt(nonce, plain.encode(), purpose.encode())).decode()


def open_(sealed: str, purpose: str) -> str:
    """The text that was sealed. Raises NoKey: the key is not there, or what is stored was tampered with."""
    if not sealed:
        return ""
    ring = _keys()
    form, name, body = [*sealed.split(".", 2), "", ""][:3]
    if form + "." != FORM or name not in ring.all:
        raise NoKey(f"{purpose} is under another DATA_KEY than the ones given: set DATA_KEY, or DATA_KEYS_OLD")
    try:
        data = urlsafe_b64decode(body)
        return ring.all[name].cipher.decrypt(data[:NONCE], data[NONCE:], purpose.encode()).decode()
    except (InvalidTag, NoBase64, ValueError):
        raise NoKey(
            f"{purpose} holds a value that its DATA_KEY does not open: it was changed in the database"
        ) from None


def mark() -> str:
    """How every value begins that is under the current key."""
    return _keys().current.mark


def hashed(value: str) -> str:
    """By what a private value is found: a keyed hash, the same however it is spaced; empty for an empty one."""
    return _hash(_keys().current, value)


def hashes(value: str) -> tuple[str, ...]:
    """The hashes of a value under every key, for as long as a rotation is under way."""
    return tuple({_hash(key, value) for key in _keys().all.values()} - {""})


def _hash(key: _Key, value: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", value).split()).casefold()
    return hmac.new(key.look_up, plain.encode(), sha256).hexdigest() if plain else ""


def _keys() -> _Ring:
    if _ring is None:
        raise NoKey("private values are locked: models.unlock(DATA_KEY) has not been called")
    return _ring


def _derived(written: str, purpose: str, length: int) -> bytes:
    return HKDF(SHA256(), length, None, f"congress-assistant {purpose}".encode()).derive(written.encode())


class SealedField(TextField):
    """A column of private text. `max_length` in characters is the plain text's.

    It can be read and written like any text, but not compared or sorted: the same value is stored differently each
    time. What is to be found has a column with its hash beside it.
    """

    def __init__(self, *args: Any, max_length: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_length = max_length

    @property
    def purpose(self) -> str:
        """Table and column: a value that is copied to another column does not open there."""
        return f"{self.model._meta.table_name}.{self.column_name}"

    def db_value(self, value: str | None) -> str | None:
        """Sealed."""
        return value if value is None else seal(value, self.purpose)

    def python_value(self, value: str | None) -> str | None:
        """Opened."""
        return value if value is None else open_(value, self.purpose)

    def __eq__(self, other: object) -> Expression:  # type: ignore[override]
        return super().__eq__(_comparable(other))

    def __ne__(self, other: object) -> Expression:  # type: ignore[override]
        return super().__ne__(_comparable(other))

    def in_(self, rhs: Iterable[str]) -> Expression:
        """Refused."""
        raise TypeError("a sealed column can't be searched: look for its hash")

    contains = startswith = endswith = in_
    __hash__ = TextField.__hash__


def _comparable(other: object) -> object:
    if isinstance(other, str) and other:
        raise TypeError("a sealed column can't be searched: look for its hash")
    return other
