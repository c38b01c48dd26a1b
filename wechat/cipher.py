"""The AES envelope of compat and safe mode (docs/wechat.md, section 2.3)."""

import base64
import binascii
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher as Aes
from cryptography.hazmat.primitives.ciphers import algorithms, modes

BLOCK = 32  # the platform pads to 32 bytes, not to AES's 16
HEAD = 20  # 16 random bytes, then the message's length as four bytes, big-endian


class BadEnvelope(ValueError):
    """What was sealed can't be opened: wrong base64, length, padding or layout. The text never holds content."""


class Cipher:
    """Opens and seals for one EncodingAESKey. Safe to share between threads."""

    def __init__(self, encoding_aes_key: str) -> None:
        """`encoding_aes_key` is the 43-character key of the settings page. Raises ValueError for anything else."""
        key = base64.b64decode(encoding_aes_key + "=", validate=True)
        if len(key) != 32:
            raise ValueError("an EncodingAESKey has 43 characters")
        self._aes = Aes(algorithms.AES(key), modes.CBC(key[:16]))

    def open(self, encrypted: str) -> tuple[bytes, str]:
        """The message's bytes and the appid behind it. Raises BadEnvelope."""
        try:
            sealed = binascii.a2b_base64(encrypted, strict_mode=True)
        except ValueError:
            raise BadEnvelope("not base64") from None
        if not sealed or len(sealed) % 16:
            raise BadEnvelope("not a whole number of cipher blocks")
        context = self._aes.decryptor()
        full = context.update(sealed) + context.finalize()
        pad = full[-1]
        if not 1 <= pad <= BLOCK or len(full) < HEAD + pad or full[-pad:] != bytes((pad,)) * pad:
            raise BadEnvelope("wrong padding")
        end = HEAD + int.from_bytes(full[16:HEAD], "big")
        if end > len(full) - pad:
            raise BadEnvelope("the stated length is longer than the message")
        try:
            return full[HEAD:end], full[end:-pad].decode("ascii")
        except UnicodeDecodeError:
            raise BadEnvelope("no appid behind the message") from None

    def seal(self, message: bytes, appid: str, random16: bytes | None = None) -> str:
        """Base64 of the sealed message. `random16` is for test vectors; otherwise 16 lower-case hex characters."""
        full = (random16 or os.urandom(8).hex().encode()) + struct.pack(">I", len(message)) + message + appid.encode()
        pad = BLOCK - len(full) % BLOCK
        context = self._aes.encryptor()
        sealed = context.update(full + bytes((pad,)) * pad) + context.finalize()
        return binascii.b2a_base64(sealed, newline=False).decode()
