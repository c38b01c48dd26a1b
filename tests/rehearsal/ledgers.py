"""Ledgers written by hand, in the form in which the stand-in keeps them."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from rehearsal.judging.judgement import Judged, Words, judge
from rehearsal.plan import Act, Expected
from rehearsal.senders import Played
from rehearsal.wire import Message, Wire

OPENIDS = ["oAAAA", "oBBBB"]
WORDS = Words("抱歉这个我还不知道", "抱歉系统刚才出了")
AT = 1_557_032_400  # 5 May 2019, 13:00 +08:00


def push(number: int, openid: str = OPENIDS[0], created: int = AT, **fields: str) -> str:
    """A decrypted push: a text with that MsgId, or an event when one is named."""
    kind = "event" if "Event" in fields else "text"
    values = {"FromUserName": openid, "CreateTime": str(created), "MsgType": kind, **fields}
    if kind == "text":
        values["MsgId"] = str(number)
    return "<xml>" + "\n".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in values.items()) + "\n</xml>"


def reply(text: str) -> str:
    """A decrypted reply."""
    return f"<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content></xml>"


class Ledger:
    """Grows entry by entry; `wire` reads it as the rehearsal does."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self._ids = count(1)

    def delivery(self, at: float, ms: float, pushed: str, verdict: str, replied: str = "", openid: str = OPENIDS[0],
                 what: str = "text") -> "Ledger":  # fmt: skip
        """One delivery."""
        inner = pushed + (f"\n\n--\n\n{reply(replied)}" if replied else "")
        self.entries.append(
            {"id": next(self._ids), "at": at, "direction": "push", "what": what, "openid": openid, "ms": ms,
             "verdict": verdict, "inner": inner}
        )  # fmt: skip
        return self

    def service(self, at: float, text: str, openid: str = OPENIDS[0], verdict: str = "ok") -> "Ledger":
        """One customer-service message."""
        body = f'{{"touser":"{openid}","msgtype":"text","text":{{"content":"{text}"}}}}'
        self.entries.append(
            {"id": next(self._ids), "at": at, "direction": "api", "what": "/cgi-bin/message/custom/send",
             "openid": openid, "ms": 3.0, "verdict": verdict, "request": {"body": body}}
        )  # fmt: skip
        return self

    @property
    def wire(self) -> Wire:
        """Everything, read."""
        wire = Wire()
        wire.read(self.entries)
        return wire

    @property
    def message(self) -> Message:
        """The only message."""
        (message,) = self.wire.messages.values()
        return message


def played(do: str, detail: str, person: int = 0, at: float = AT, refusal: str = "", **expected: Any) -> Played:
    """An act that was sent."""
    return Played(Act(at, person, "arrivals", do, detail, expected=Expected(**expected)), at, refusal)


WIFI = Ledger().delivery(100.0, 5, push(1, Content="wifi"), "answered: text", "密码").message


def judged(acts: Iterable[Played], ledger: Ledger, changed: tuple[float, float] | None = None) -> list[Judged]:
    """What is to be said of the acts."""
    wire = ledger.wire
    return judge(list(acts), OPENIDS, wire.messages.values(), wire.services, WORDS, changed)
