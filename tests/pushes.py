"""Pushes as the platform sends them: exact bytes, signed, in any mode. Written from the protocol, not from our code."""

import base64
import hashlib
import itertools
import os
import struct
import time
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN, APPID, ACCOUNT, AES_KEY = "demotoken", "wx0123456789abcdef", "gh_demo00000001", "A" * 43
OPENID = "oTEST000000000000000000000001"
BARE = {"CreateTime", "MsgId", "Location_X", "Location_Y", "Scale", "MenuId", "Latitude", "Longitude", "Precision"}
_numbers = itertools.count(23_892_468_385_000_000)


def sha1(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def seal(message: bytes, appid: str = APPID, key: str = AES_KEY, random16: bytes = b"") -> str:
    raw = base64.b64decode(key + "=")
    full = (random16 or os.urandom(8).hex().encode()) + struct.pack(">I", len(message)) + message + appid.encode()
    pad = 32 - len(full) % 32
    context = Cipher(algorithms.AES(raw), modes.CBC(raw[:16])).encryptor()
    return base64.b64encode(context.update(full + bytes([pad]) * pad) + context.finalize()).decode()


def unseal(encrypted: str, key: str = AES_KEY) -> tuple[bytes, str]:
    raw = base64.b64decode(key + "=")
    context = Cipher(algorithms.AES(raw), modes.CBC(raw[:16])).decryptor()
    full = context.update(base64.b64decode(encrypted)) + context.finalize()
    full = full[: -full[-1]]
    length = struct.unpack(">I", full[16:20])[0]
    return full[20 : 20 + length], full[20 + length :].decode()


@dataclass(frozen=True)
class Delivery:
    """One HTTP request of the platform."""

    query: str
    body: bytes
    nonce: str


@dataclass
class Push:
    """One message or event; `deliver` makes the request for an attempt."""

    fields: dict[str, str]
    mode: str = "plain"
    appid: str = APPID
    extra: dict[str, str] = field(default_factory=dict)

    def inner(self) -> bytes:
        lines = []
        for name, value in self.fields.items():
            text = escape(value) if name in BARE else f"<![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]>"
            lines.append(f"<{name}>{text}</{name}>")
        return ("<xml>" + "\n".join(lines) + "\n</xml>").encode()

    def deliver(self, *, at: float | None = None, nonce: str | None = None) -> Delivery:
        timestamp = str(int(time.time() if at is None else at))
        nonce = nonce or str(int.from_bytes(os.urandom(4), "big"))
        query = f"signature={sha1(TOKEN, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}"
        query += f"&openid={self.fields.get('FromUserName', '')}"
        if self.mode == "plain":
            return Delivery(query, self.inner(), nonce)
        encrypted = seal(self.inner(), self.appid)
        query += f"&encrypt_type=aes&msg_signature={sha1(TOKEN, timestamp, nonce, encrypted)}"
        lines = [f"    <ToUserName><![CDATA[{self.fields.get('ToUserName', ACCOUNT)}]]></ToUserName>"]
        if self.mode == "compat":
            lines = [f"    <{name}>{escape(value)}</{name}>" for name, value in self.fields.items()]
        lines.append(f"    <Encrypt><![CDATA[{encrypted}]]></Encrypt>")
        return Delivery(query, ("<xml>\n" + "\n".join(lines) + "\n</xml>\n").encode(), nonce)


def message(
    kind: str = "text", *, openid: str = OPENID, created: int = 1_557_030_000, mode: str = "plain", **fields: str
) -> Push:
    """A message; fields by their element names (Content="...")."""
    base = {"ToUserName": ACCOUNT, "FromUserName": openid, "CreateTime": str(created), "MsgType": kind}
    return Push(base | fields | {"MsgId": str(next(_numbers))}, mode)


def event(name: str, *, openid: str = OPENID, created: int = 1_557_030_000, mode: str = "plain", **fields: str) -> Push:
    """An event; fields by their element names (EventKey="...")."""
    base = {
        "ToUserName": ACCOUNT,
        "FromUserName": openid,
        "CreateTime": str(created),
        "MsgType": "event",
        "Event": name,
    }
    return Push(base | fields, mode)
