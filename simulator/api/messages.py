"""Customer-service messages (docs/wechat.md, section 9)."""

from collections.abc import Mapping
from typing import Any

from simulator.api import filling, message_types
from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.notices.shelf import LIBRARY
from simulator.notices.subscriptions import EVERYTHING
from simulator.switches import WORDS

TYPING_SECONDS = 15
EXCHANGE_SECONDS = 30


def send(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/custom/send: within the window that the person opened.

    First the account's rights, then the message itself, then the person: a message that can't be sent uses nothing up.
    """
    filling.refuse(given, 48001, 48004, 50002)
    user, openid = filling.recipient(given)
    kind, bubble = message_types.bubble(given)
    bubble |= {"agent": _agent(given), "caption": WORDS["ai_caption"] if _is_ai(given) else ""}
    filling.refuse(given, 70000)
    if given.platform.notifications.subscriptions.refuses(openid, EVERYTHING):
        raise ApiError(48002)
    if refusal := given.platform.windows.take(openid):
        raise ApiError(refusal)
    mini = given.app is given.platform.settings.miniprogram
    given.platform.chat.say(user.openid, "account", kind, via="service", mini=mini, **bubble)
    return OK


def typing(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/custom/typing: the three dots, for fifteen seconds."""
    user, openid = filling.recipient(given)
    command, name, now = given.json.get("command"), f"typing.{openid}", given.platform.clock.shown()
    if command not in ("Typing", "CancelTyping"):
        raise ApiError(45072)
    if given.platform.windows.idle(openid) > EXCHANGE_SECONDS:
        raise ApiError(45080)
    if command == "Typing" and now < given.platform.store.get(name, 0):
        raise ApiError(45081)
    given.platform.store.put(name, now + TYPING_SECONDS if command == "Typing" else 0)
    given.platform.events.tell("typing", openid=user.openid, on=command == "Typing")
    return OK


def business_typing(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/custom/business/typing: the mini program's own address for it."""
    if given.app is not given.platform.settings.miniprogram:
        raise ApiError(40200)
    return typing(given)


def _agent(given: Given) -> str:
    """The name of the agent who is to be shown as the sender."""
    named = given.json.get("customservice")
    if not named:
        return ""
    account = named.get("kf_account") if isinstance(named, Mapping) else None
    if account not in LIBRARY["agents"]:
        raise ApiError(65401)
    return str(LIBRARY["agents"][account])


def _is_ai(given: Given) -> bool:
    """Whether the message wants the caption of what was written by a machine (since November 2025)."""
    context = given.json.get("aimsgcontext") or {}
    if not isinstance(context, Mapping) or context.get("is_ai_msg", 0) not in (0, 1):
        raise ApiError(47001)
    return bool(context.get("is_ai_msg", 0))


CALLS = {
    "/cgi-bin/message/custom/send": Call("POST", send),
    "/cgi-bin/message/custom/typing": Call("POST", typing),
    "/cgi-bin/message/custom/business/typing": Call("POST", business_typing),
}
