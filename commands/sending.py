"""Signed messages to the webhook, as the platform sends them, and the words of what comes back."""

import hashlib
import itertools
import re
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from defusedxml import ElementTree  # type: ignore[import-untyped]

from config import Settings
from wechat.cipher import Cipher

NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Takes the query string and the body, gives the response's body.
Post = Callable[[str, bytes], bytes]


class Sender:
    """Sends messages of people to one account, in safe mode where that is taken (docs/wechat.md, section 2)."""

    def __init__(self, settings: Settings, post: Post) -> None:
        self._settings, self._post = settings, post
        self._cipher = Cipher(settings.wechat_aes_key)
        self._sealed = "safe" in settings.wechat_modes.split(",")
        self._numbers = itertools.count(time.time_ns() // 1000)

    def send(self, openid: str, at: datetime, say: Any) -> str:
        """Send one message, made at `at`; all words of the reply: its text, or titles and descriptions of its cards."""
        fields = {
            "ToUserName": self._settings.wechat_original_id, "FromUserName": openid,
            "CreateTime": str(int(at.timestamp())), **content(say), "MsgId": str(next(self._numbers)),
        }  # fmt: skip
        return self._exchanged(fields)

    def scan(self, openid: str, at: datetime, scene: str) -> str:
        """Scan a code as a follower, at `at`; all words of the reply."""
        fields = {
            "ToUserName": self._settings.wechat_original_id, "FromUserName": openid,
            "CreateTime": str(int(at.timestamp())), "MsgType": "event", "Event": "SCAN", "EventKey": scene,
            "Ticket": "evaluation",
        }  # fmt: skip
        return self._exchanged(fields)

    def _exchanged(self, fields: Mapping[str, str]) -> str:
        return words(self._opened(self._post(*self._signed(_xml(fields)))))

    def _signed(self, body: bytes) -> tuple[str, bytes]:
        stamp, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
        query = {"signature": self._signature(stamp, nonce), "timestamp": stamp, "nonce": nonce}
        if self._sealed:
            sealed = self._cipher.seal(body, self._settings.wechat_appid)
            query |= {"encrypt_type": "aes", "msg_signature": self._signature(stamp, nonce, sealed)}
            body = _xml({"ToUserName": self._settings.wechat_original_id, "Encrypt": sealed})
        return urlencode(query), body

    def _signature(self, *parts: str) -> str:
        # The platform prescribes SHA-1.
        return hashlib.sha1("".join(sorted((self._settings.wechat_token, *parts))).encode()).hexdigest()  # noqa: S324

    def _opened(self, body: bytes) -> bytes:
        if b"<Encrypt>" not in body:
            return body
        return self._cipher.open(ElementTree.fromstring(body).findtext("Encrypt") or "")[0]


def words(reply: bytes) -> str:
    """All that a reply says; empty for the bare acknowledgement."""
    if not reply.lstrip().startswith(b"<"):
        return ""
    tree = ElementTree.fromstring(reply)
    told = [tree.findtext("Content") or ""]
    for article in tree.iterfind("Articles/item"):
        told += [article.findtext("Title") or "", article.findtext("Description") or ""]
    return "\n".join(filter(None, told))


def content(say: Any) -> Mapping[str, str]:
    """The fields of a message that says this, in the form of a sample's `say`."""
    if isinstance(say, str):
        return {"MsgType": "text", "Content": say}
    if "voice" in say:
        return {"MsgType": "voice", "MediaId": "evaluation", "Format": "amr", "Recognition": str(say["voice"])}
    latitude, longitude, label = say["location"]
    place = {"Location_X": str(latitude), "Location_Y": str(longitude), "Scale": "16", "Label": str(label)}
    return {"MsgType": "location", **place}


def _xml(fields: Mapping[str, str]) -> bytes:
    elements = (f"<{name}><![CDATA[{_text(value)}]]></{name}>" for name, value in fields.items())
    return f"<xml>{''.join(elements)}</xml>".encode()


def _text(value: str) -> str:
    """XML can't carry most control characters, so that the platform never sends them; CDATA must not end early."""
    return NO_XML.sub("", value).replace("]]>", "]]]]><![CDATA[>")
