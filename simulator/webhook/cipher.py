"""Signatures and AES envelopes as the platform makes them (docs/wechat.md, section 2.3)."""

import base64
import hashlib
import secrets
import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # the padding goes to 32 bytes, although AES has blocks of 16


class BadEnvelope(Exception):
    """An encrypted reply that the platform refuses; the text says why."""


def sign(*parts: str) -> str:
    """SHA-1 over the sorted parts, in lower-case hexadecimal."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


@dataclass(frozen=True)
class Sealer:
    """Encrypts and decrypts for one application."""

    appid: str
    aes_key: str

    def encrypt(self, message: bytes, random16: bytes | None = None) -> str:
        """The Encrypt element: base64 of AES-256-CBC over random, length, message and appid.

        `random16` is sixteen lower-case hexadecimal characters, drawn unless a test gives them.
        """
        full = (random16 or secrets.token_hex(8).encode()) + struct.pack(">I", len(message)) + message
        full += self.appid.encode()
        padding = BLOCK - len(full) % BLOCK
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(full + bytes([padding]) * padding) + encryptor.finalize()).decode()

    def decrypt(self, encrypted: str) -> bytes:
        """The message inside. Raises BadEnvelope, naming the first thing that is wrong."""
        try:
            ciphered = base64.b64decode(encrypted.strip(), validate=True)
            decryptor = self._cipher().decryptor()
            full = decryptor.update(ciphered) + decryptor.finalize()
        except ValueError:
            raise BadEnvelope("Encrypt can't be decrypted") from None
        padding = full[-1] if full else 0
        if not 1 <= padding <= BLOCK or full[-padding:] != bytes([padding]) * padding:
            raise BadEnvelope("the padding is wrong")
        full = full[:-padding]
        if len(full) < 20:
            raise BadEnvelope("the message is too short")
        (length,) = struct.unpack(">I", full[16:20])
        message, appid = full[20 : 20 + length], full[20 + length :]
        if appid != self.appid.encode():
            raise BadEnvelope("the appid inside is another one")
        return message

    def _cipher(self) -> Cipher[modes.CBC]:
        key = base64.b64decode(self.aes_key + "=")
        return Cipher(algorithms.AES256(key), modes.CBC(key[:16]))
