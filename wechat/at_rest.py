"""Answers and sessions as they lie in Redis: sealed, since an answer may hold somebody's own data."""

import os
from collections.abc import Sequence
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12  # bytes, random for every value


class Plain:
    """Nothing is sealed: where nothing private is said."""

    def seal(self, value: bytes) -> bytes:
        """As it is."""
        return value

    def open(self, kept: bytes) -> bytes:
        """As it is."""
        return kept


class Sealed(Plain):
    """AES-256-GCM under a key of its own that is derived from the one given. Empty stays empty."""

    def __init__(self, key: str, old: Sequence[str] = ()) -> None:
        """`old` keys still open what was sealed under them."""
        self._ciphers = [AESGCM(_derived(each)) for each in (key, *old)]

    def seal(self, value: bytes) -> bytes:
        """The value as it is kept."""
        if not value:
            return b""
        nonce = os.urandom(NONCE)
        return nonce + self._ciphers[0].encrypt(nonce, value, None)

    def open(self, kept: bytes) -> bytes:
        """The value; empty for one that none of the keys opens: it is from before they were changed."""
        for cipher in self._ciphers:
            with suppress(InvalidTag, ValueError):
                return cipher.decrypt(kept[:NONCE], kept[NONCE:], None)
        return b""


def _derived(key: str) -> bytes:
    return HKDF(SHA256(), 32, None, b"congress-assistant answers").derive(key.encode())
