"""Subscription notifications of the service account and of the mini program (docs/wechat.md, section 13)."""

import time
from typing import Any

from simulator.api import filling
from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.notices.shelf import Template
from simulator.notices.subscriptions import Busy

_STATES = ("developer", "trial", "formal")
_LANGUAGES = ("zh_CN", "en_US", "zh_HK", "zh_TW")


def bizsend(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/subscribe/bizsend: the service account's; `page` is a web address."""
    if given.app is given.platform.settings.miniprogram:
        raise ApiError(48001)
    template = _template(given)
    url, miniprogram = filling.url(given, "page"), filling.miniprogram(given)
    _send(given, template, {"url": "" if miniprogram else url, "miniprogram": miniprogram})
    return OK


def send(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/subscribe/send: the mini program's; `page` is one of its own."""
    if given.app is not given.platform.settings.miniprogram:
        raise ApiError(48001)
    template = _template(given)
    page = given.json.get("page") or ""
    if not filling.is_page(page) or not _is_published(given, page):
        raise ApiError(41030)
    state, language = given.json.get("miniprogram_state", "formal"), given.json.get("lang", "zh_CN")
    if state not in _STATES or language not in _LANGUAGES:
        raise ApiError(47001)
    msgid = _send(given, template, {"url": "", "miniprogram": {"appid": given.app.appid, "pagepath": page}})
    return OK | {"msgid": msgid}


def _template(given: Given) -> Template:
    filling.refuse(given, 48001, 48004)
    filling.recipient(given)
    template_id = given.json.get("template_id")
    shelf = given.platform.notifications.subscribable[given.app.appid]
    template = shelf.find(template_id) if isinstance(template_id, str) else None
    if template is None:
        raise ApiError(40037)  # for an empty one, too
    return template


def _is_published(given: Given, page: str) -> bool:
    """Whether the mini program has that page, as far as a switch says which it has."""
    pages = [name.strip() for name in given.platform.switches.text("mini_pages").split(",") if name.strip()]
    return not pages or not page or page.split("?")[0] in pages


def _send(given: Given, template: Template, opens: dict[str, Any]) -> int:
    """Use a grant, show the card, tell of it later; gives back the msgid."""
    platform, notifications = given.platform, given.platform.notifications
    user, openid = filling.recipient(given)
    rows = filling.filled(given, template)
    filling.refuse(given, 43107, 45168)
    try:
        with notifications.subscriptions.sending(openid):
            # On the platform this takes a while; a second call for the same person meanwhile is refused.
            time.sleep(platform.switches.number("subscription_seconds"))
            if not notifications.subscriptions.take(openid, template.template_id, long_term=template.long_term):
                raise ApiError(43101)
    except Busy:
        raise ApiError(43108) from None
    msgid, result = notifications.next_id(), platform.switches.text("template_result")
    # Only failures of the platform itself come to light here.
    failed = "system failed" in result
    if not failed:
        mini = given.app is platform.settings.miniprogram
        platform.chat.notify(user.openid, template, rows, opens, via="subscription", mini=mini)
    entry = {"TemplateId": template.template_id, "MsgID": msgid, "ErrorCode": int(failed)}
    entry["ErrorStatus"] = result if failed else "success"
    told = {"SubscribeMsgSentEvent": {"List": [entry]}}
    platform.push_event(openid, "subscribe_msg_sent_event", told, after=platform.switches.number("result_seconds"))
    return msgid


CALLS = {
    "/cgi-bin/message/subscribe/bizsend": Call("POST", bizsend),
    "/cgi-bin/message/subscribe/send": Call("POST", send),
}
