"""From a reply to the bytes of a response, sealed when the push was sealed."""

from dataclasses import dataclass

import orjson

from wechat.inbound import Ask
from wechat.push import Push
from wechat.render import cdata, xml
from wechat.replies import Reply, Transfer
from wechat.signatures import sign


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back over HTTP."""

    status: int
    body: bytes
    content_type: str = "text/plain; charset=utf-8"


# The word that ends the attempts without an answer; never sealed (section 2.2).
ACKNOWLEDGED = Response(200, b"success")
XML = "text/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"


def respond(reply: Reply, push: Push, ask: Ask, wall: float) -> Response:
    """The response for this delivery; sealed replies carry its own nonce. `wall` in Unix seconds."""
    # The account answers under the name it was addressed by: the gh_ id, never the appid.
    addressed = str(push.fields.get("ToUserName", ""))
    account = addressed if addressed.startswith("gh_") else push.account.original_id
    created = int(wall)
    if push.json:
        if not isinstance(reply, Transfer):
            return ACKNOWLEDGED
        inner = orjson.dumps(
            {"ToUserName": ask.openid, "FromUserName": account, "CreateTime": created,
             "MsgType": "transfer_customer_service"}
        )  # fmt: skip
    else:
        text = xml(reply, ask.openid, account, created, ask.kind == "event")
        if text is None:
            return ACKNOWLEDGED
        inner = text.encode()
    if not push.sealed:
        return Response(200, inner, JSON if push.json else XML)
    encrypted = push.account.cipher.seal(inner, push.account.appid)
    nonce = push.nonce.partition(":")[2]
    signature = sign(push.account.token, str(created), nonce, encrypted)
    if push.json:
        envelope = {"Encrypt": encrypted, "MsgSignature": signature, "TimeStamp": created, "Nonce": nonce}
        return Response(200, orjson.dumps(envelope), JSON)
    # Base64 and a hex digest can't end a CDATA section; a nonce is whatever the query held.
    body = (
        f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{created}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    )
    return Response(200, body.encode(), XML)
