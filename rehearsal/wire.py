"""The ledger of the stand-in, read while it grows: every message with its deliveries and its answer."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import defusedxml.ElementTree  # type: ignore[import-untyped]

SENT = "/cgi-bin/message/custom/send"
CHANNELS = {
    SENT: "service", "/cgi-bin/message/template/send": "template",
    "/cgi-bin/message/subscribe/bizsend": "subscription",
}  # fmt: skip
# What the platform tells of messages that it was given: nobody did anything.
RESULTS = {"subscribe_msg_sent_event", "TEMPLATESENDJOBFINISH"}
BETWEEN = "\n\n--\n\n"  # the ledger's line between a decrypted push and the decrypted reply
UNSETTLED = 25.0  # wall seconds after its last delivery when a message gets no further one
ATTEMPTS = 3


@dataclass
class Message:
    """One message of a person, over all of its deliveries. Times are Unix seconds of the wall."""

    number: int  # of its first entry in the ledger
    openid: str
    what: str  # text, voice, location, CLICK, subscribe, SCAN, unsubscribe ...
    detail: str  # the words, the key or the scene
    created: int  # congress time, as its CreateTime tells
    first: float  # when the first delivery began
    last: float  # when the newest delivery ended
    deliveries: int = 0
    failures: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)  # what came back to deliveries after the good one
    settled: float = 0.0  # when a valid answer was there; 0 until then
    answer: str = ""  # what the reply says, titles and links included
    kind: str = ""  # text, news ... of the reply; empty for an acknowledgement

    @property
    def seconds(self) -> float:
        """From the first delivery to the valid answer; the platform's view."""
        return self.settled - self.first

    def is_over(self, now: float) -> bool:
        """Whether nothing more will happen to it."""
        return bool(self.settled) or len(self.failures) >= ATTEMPTS or now - self.last > UNSETTLED


@dataclass(frozen=True)
class Service:
    """A message that the platform accepted: a customer-service message, or a template or subscription one.

    `at` in Unix seconds of the wall; `text` is the first kind's, `url` what a card of the others opens.
    """

    openid: str
    at: float
    text: str
    channel: str = "service"
    url: str = ""
    card: str = ""  # the id of its template


class Wire:
    """All messages so far, in the order of their first delivery."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        """`names`: what scenes with secret keys are called here."""
        self._names = names or {}
        self.messages: dict[tuple[str, ...], Message] = {}
        self.services: list[Service] = []
        self.calls: dict[tuple[str, str], int] = {}  # calls of the API by path and verdict
        self.newest = 0
        self._open: list[Message] = []

    def under_way(self, now: float) -> int:
        """How many messages may still get a delivery, or an answer."""
        self._open = [message for message in self._open if not message.is_over(now)]
        return len(self._open)

    def read(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """Take note of new entries, oldest first."""
        for entry in entries:
            self.newest = entry["id"]
            if entry["direction"] == "api":
                self._called(entry)
            elif entry["openid"] and entry["what"] not in RESULTS:
                self._delivered(entry)

    def _called(self, entry: Mapping[str, Any]) -> None:
        verdict = entry["verdict"]
        self.calls[entry["what"], verdict] = self.calls.get((entry["what"], verdict), 0) + 1
        channel = CHANNELS.get(entry["what"])
        if channel and verdict == "ok":
            sent = json.loads(entry["request"]["body"])
            text = str(sent.get("text", {}).get("content", "")) or json.dumps(
                sent.get("data", sent), ensure_ascii=False
            )
            url = str(sent.get("url") or sent.get("page") or "")
            self.services.append(
                Service(entry["openid"], entry["at"], text, channel, url, str(sent.get("template_id", "")))
            )

    def _delivered(self, entry: Mapping[str, Any]) -> None:
        pushed, _, replied = entry["inner"].partition(BETWEEN)
        fields = _fields(pushed)
        if not fields:
            return
        key, detail = identity(fields)
        detail = self._names.get(detail, detail)
        ended = entry["at"] + entry["ms"] / 1000
        message = self.messages.get(key)
        if message is None:
            message = self.messages[key] = Message(
                entry["id"], entry["openid"], entry["what"], detail, int(fields["CreateTime"]), entry["at"], ended
            )
            self._open.append(message)
        message.first = min(message.first, entry["at"])
        message.last = max(message.last, ended)
        message.deliveries += 1
        verdict = str(entry["verdict"])
        if verdict.startswith("failed"):
            message.failures.append(verdict)
        elif message.settled or not verdict.startswith(("answered", "acknowledged")):
            message.repeated.append(replied_text(replied))
        else:
            message.settled = ended
            message.answer = replied_text(replied)
            message.kind = verdict.partition(": ")[2]


def identity(fields: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """What makes a push one over its deliveries, and its detail: the words, the key or the scene."""
    detail = next((fields[name] for name in ("Content", "Recognition", "Label", "EventKey") if fields.get(name)), "")
    if fields.get("MsgId"):
        return (fields["MsgId"],), detail
    names = ("FromUserName", "CreateTime", "Event", "EventKey")
    return tuple(fields.get(name, "") for name in names), detail.removeprefix("qrscene_")


def replied_text(xml: str) -> str:
    """Everything that a reply says: its text, titles and descriptions."""
    if not xml:
        return ""
    told = [element.text for element in _parsed(xml).iter() if element.tag in ("Content", "Title", "Description")]
    return "\n".join(text for text in told if text)


def _fields(xml: str) -> dict[str, str]:
    return {child.tag: child.text or "" for child in _parsed(xml)} if xml.startswith("<xml>") else {}


def _parsed(xml: str) -> Element:
    root: Element = defusedxml.ElementTree.fromstring(xml)
    return root
