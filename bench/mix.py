"""The mix of pushes that both sides get: signed, every one fresh."""

import itertools
import os
import random
import time
from xml.sax.saxutils import escape

from menus import keys
from wechat.cipher import Cipher
from wechat.signatures import sign

TOKEN, APPID, ACCOUNT = "demotoken", "wx0123456789abcdef", "gh_demo00000001"
CIPHER = Cipher("A" * 43)
MORNING = 1_557_104_400  # 6 May 2019, 09:00 +08:00: a day of the demo congress
BARE = {"CreateTime", "MsgId"}

TAPS = (keys.TODAY, keys.NOW, keys.TOMORROW, keys.GUIDE, keys.MEALS, keys.COACHES, keys.MEDICAL, keys.HELP)
WORDS = ("wifi", "帮助", "用餐", "住宿", "班车", "医疗", "今日议程", "新闻")
QUESTIONS = ("明天上午有什么会", "今天下午有什么安排", "现在在开什么会", "后天的议程", "今晚有什么活动")
# Of a hundred pushes: what delegates do most is tap.
SHARES = (("tap", 45), ("word", 25), ("question", 20), ("follow", 5), ("scan", 5))

_ids = itertools.count(int(time.time()) * 1_000_000)
_started = time.monotonic()


def pushes(count: int, mode: str, host: str, per_connection: int) -> list[bytes]:
    """That many whole HTTP requests in `mode` (plain or safe); with per_connection 1 each ends its connection."""
    kinds = random.choices([kind for kind, _ in SHARES], [share for _, share in SHARES], k=count)
    return [_request(_fields(kind), mode, host, per_connection > 1) for kind in kinds]


def _fields(kind: str) -> dict[str, str]:
    number = next(_ids)
    fields = {
        "ToUserName": ACCOUNT,
        "FromUserName": f"oBENCH{number % 5000:022d}",
        # Messages come in their own time: those of one minute fall into one minute of the congress.
        "CreateTime": str(MORNING + int(time.monotonic() - _started)),
        "MsgType": "text" if kind in ("word", "question") else "event",
    }
    match kind:
        case "tap":
            return fields | {"Event": "CLICK", "EventKey": random.choice(TAPS)}
        case "word":
            return fields | {"Content": random.choice(WORDS), "MsgId": str(number)}
        case "question":
            return fields | {"Content": random.choice(QUESTIONS), "MsgId": str(number)}
        case "follow":
            return fields | {"Event": "subscribe", "EventKey": ""}
    return fields | {"Event": "SCAN", "EventKey": "desk_hall-a", "Ticket": f"gQ{number}"}


def _request(fields: dict[str, str], mode: str, host: str, keep: bool) -> bytes:
    lines = [
        f"<{name}>{escape(value) if name in BARE else f'<![CDATA[{value}]]>'}</{name}>"
        for name, value in fields.items()
    ]
    body = ("<xml>" + "\n".join(lines) + "\n</xml>").encode()
    timestamp, nonce = str(int(time.time())), str(int.from_bytes(os.urandom(4), "big"))
    query = (
        f"signature={sign(TOKEN, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&openid={fields['FromUserName']}"
    )
    if mode == "safe":
        sealed = CIPHER.seal(body, APPID)
        query += f"&encrypt_type=aes&msg_signature={sign(TOKEN, timestamp, nonce, sealed)}"
        body = (
            f"<xml>\n    <ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>\n"
            f"    <Encrypt><![CDATA[{sealed}]]></Encrypt>\n</xml>\n"
        ).encode()
    head = [
        f"POST /wechat?{query} HTTP/1.1", "User-Agent: Mozilla/4.0", "Accept: */*", f"Host: {host}", "Pragma: no-cache",
        f"Content-Length: {len(body)}", "Content-Type: text/xml", *([] if keep else ["Connection: close"]),
    ]  # fmt: skip
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
