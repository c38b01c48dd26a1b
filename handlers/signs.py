"""What the platform tells of notices: who accepted them, who turned them off, which arrived."""

from collections.abc import Iterator, Mapping
from typing import Any

from congress.notices import grants, receipts
from wechat.inbound import Ask
from wechat.replies import Nothing, Reply
from wechat.router import Router, event

router = Router("signs")


@router.on(event("subscribe_msg_popup_event"))
def on_choice(ask: Ask) -> Reply:
    """The dialog that asks: each acceptance is one notification."""
    for entry in entries(ask, "SubscribeMsgPopupEvent"):
        if entry.get("SubscribeStatusString") == "accept":
            grants.accept(ask.openid, str(entry.get("TemplateId", "")), ask.at, ask.message_key)
    return Nothing()


@router.on(event("subscribe_msg_change_event"))
def on_settings(ask: Ask) -> Reply:
    """Turned off in the settings; only that is told."""
    for entry in entries(ask, "SubscribeMsgChangeEvent"):
        if entry.get("SubscribeStatusString") == "reject":
            grants.refuse(ask.openid, str(entry.get("TemplateId", "")), ask.at)
    return Nothing()


@router.on(event("subscribe_msg_sent_event"))
def on_sent(ask: Ask) -> Reply:
    """How a subscription notification went."""
    for entry in entries(ask, "SubscribeMsgSentEvent"):
        arrived = str(entry.get("ErrorCode", "0")) == "0"
        receipts.subscription(ask.openid, arrived, str(entry.get("MsgID", "")), ask.at)
    return Nothing()


@router.on(event("TEMPLATESENDJOBFINISH"))
def on_delivered(ask: Ask) -> Reply:
    """How a template message went."""
    fields = ask.fields
    receipts.template(ask.openid, str(fields.get("MsgID", "")), str(fields.get("Status", "")), ask.at)
    return Nothing()


def entries(ask: Ask, wrapper: str) -> Iterator[Mapping[str, Any]]:
    """The entries of `List`: inside an element of the event in XML, at the top in JSON, one alone or several."""
    inside = ask.fields.get(wrapper)
    found = (inside if isinstance(inside, Mapping) else ask.fields).get("List")
    for entry in found if isinstance(found, list) else [found]:
        if isinstance(entry, Mapping):
            yield entry
