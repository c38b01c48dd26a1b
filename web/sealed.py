"""What is given to a browser that it can neither read nor change."""

import base64
import hmac
import json
from collections.abc import Mapping
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Sealer:
    """Encrypts and signs under the configuration's secret key, with a key of its own for each purpose."""

    def __init__(self, secret_key: str) -> None:
        self._secret = secret_key.encode()

    def seal(self, purpose: str, values: Mapping[str, str], wall: float) -> str:
        """A text that only `open` reads; `wall` is now in Unix seconds."""
        text = json.dumps(dict(values)).encode()
        return self._fernet(purpose).encrypt_at_time(text, int(wall)).decode()

    def open(self, purpose: str, text: str, wall: float, seconds: int) -> dict[str, str] | None:
        """The values, if the text was sealed for this purpose less than so many seconds ago; else None."""
        try:
            found = self._fernet(purpose).decrypt_at_time(text.encode(), seconds, int(wall))
        except (InvalidToken, UnicodeEncodeError):
            return None
        values: dict[str, str] = json.loads(found)
        return values

    def mark(self, purpose: str, *parts: str) -> str:
        """64 digits that stand for these texts and can't be made without the key."""
        told = json.dumps(parts).encode()
        return hmac.new(self._key(f"mark {purpose}"), told, sha256).hexdigest()

    def is_mark(self, given: str, purpose: str, *parts: str) -> bool:
        """Whether a text is that mark, in the same time whatever it is."""
        return hmac.compare_digest(given.encode(errors="replace"), self.mark(purpose, *parts).encode())

    def _fernet(self, purpose: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._key(purpose)))

    def _key(self, purpose: str) -> bytes:
        return HKDF(SHA256(), 32, None, f"congress-assistant pages {purpose}".encode()).derive(self._secret)
