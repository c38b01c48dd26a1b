"""What makes several deliveries one push."""

from typing import Any

from wechat.asking import message_key

EVENT = {"FromUserName": "oA", "CreateTime": "1557030600", "MsgType": "event"}


def sent(number: str) -> dict[str, Any]:
    entry = {"TemplateId": "T", "MsgID": number, "ErrorCode": "0"}
    return EVENT | {"Event": "subscribe_msg_sent_event", "SubscribeMsgSentEvent": {"List": entry}}


def test_two_notifications_in_one_second_are_two_pushes() -> None:
    first, again, second = (message_key(sent(number)) for number in ("1", "1", "2"))
    assert first == again
    assert first != second
    assert first.startswith("e:oA:1557030600:subscribe_msg_sent_event:")


def test_a_code_is_told_by_its_digest() -> None:
    key = message_key(EVENT | {"Event": "SCAN", "EventKey": "delegate_0123456789abcdef"})
    assert "delegate" not in key
    assert key == message_key(EVENT | {"Event": "SCAN", "EventKey": "delegate_0123456789abcdef"})
