"""Template messages of the service account (docs/wechat.md, section 12)."""

from datetime import datetime
from typing import Any

from simulator.api import filling
from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.notices.shelf import LIBRARY, Template
from simulator.notices.subscriptions import EVERYTHING
from simulator.settings import BEIJING

CHANGES_A_MONTH = 5  # of the industry


def send(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/template/send: the message at once, how it went later as TEMPLATESENDJOBFINISH."""
    filling.refuse(given, 48001, 48004, 50005)
    platform, notifications = given.platform, given.platform.notifications
    user, openid = filling.recipient(given)
    template = filling.template(given, notifications.templates)
    url, miniprogram = filling.url(given, "url"), filling.miniprogram(given)
    rows = filling.filled(given, template)
    filling.refuse(given, 40249, 43116, 45168)
    if not user.following:
        raise ApiError(43004)
    if platform.tags.is_blacklisted(openid):
        raise ApiError(43019)
    if notifications.subscriptions.refuses(openid, template.template_id):
        raise ApiError(43101)
    msgid, new = notifications.once(openid, str(given.json.get("client_msg_id") or ""))
    if new:
        status = platform.switches.text("template_result")
        if notifications.subscriptions.refuses(openid, EVERYTHING):
            status = "failed:user block"
        if status == "success":
            # A mini program wins over an address.
            opens = {"url": "" if miniprogram else url, "miniprogram": miniprogram}
            platform.chat.notify(user.openid, template, rows, opens)
        seconds = platform.switches.number("result_seconds")
        platform.push_event(openid, "TEMPLATESENDJOBFINISH", {"MsgID": msgid, "Status": status}, after=seconds)
    return OK | {"msgid": msgid}


def add(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/template/api_add_template: from the library, by its short id and some of its keywords."""
    filling.refuse(given, 48001)
    seed = LIBRARY["template_library"].get(str(given.json.get("template_id_short") or ""))
    if seed is None:
        raise ApiError(40246)
    labels = {words[0]: name for name, words in seed["fields"].items()}
    wanted = given.json.get("keyword_name_list") or list(labels)
    if not isinstance(wanted, list) or not all(isinstance(label, str) and label in labels for label in wanted):
        raise ApiError(40247)
    fields = {labels[label]: seed["fields"][labels[label]] for label in wanted}
    template = given.platform.notifications.templates.add({**seed, "fields": fields})
    if template is None:
        raise ApiError(45026)
    return OK | {"template_id": template.template_id}


def listed(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/template/get_all_private_template."""
    return {"template_list": [_listed(template) for template in given.platform.notifications.templates.all()]}


def _listed(template: Template) -> dict[str, Any]:
    return {
        "template_id": template.template_id,
        "title": template.title,
        "primary_industry": "",
        "deputy_industry": "",
        "content": template.content,
        "example": template.example,
    }


def remove(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/template/del_private_template."""
    if not given.platform.notifications.templates.remove(str(given.json.get("template_id") or "")):
        raise ApiError(40037)
    return OK


def set_industry(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/template/api_set_industry: two of them, five times a month."""
    numbers = [str(given.json.get(name) or "") for name in ("industry_id1", "industry_id2")]
    if not all(number.isdecimal() and int(number) in LIBRARY["industries"] for number in numbers):
        raise ApiError(40102)
    month = f"{datetime.fromtimestamp(given.platform.clock.shown(), BEIJING):%Y-%m}"
    changed = given.platform.store.get("industry.changed", {})
    if changed.get(month, 0) >= CHANGES_A_MONTH:
        raise ApiError(43100)
    given.platform.store.put("industry.changed", {month: changed.get(month, 0) + 1})
    given.platform.store.put("industry", [int(number) for number in numbers])
    return OK


def get_industry(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/template/get_industry."""
    numbers = given.platform.store.get("industry", LIBRARY["industry"])
    first, second = ({"first_class": one, "second_class": two} for one, two in map(LIBRARY["industries"].get, numbers))
    return {"primary_industry": first, "secondary_industry": second}


def withdrawn(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/wxopen/template/uniform_send: taken away in 2023."""
    raise ApiError(45109)


CALLS = {
    "/cgi-bin/message/template/send": Call("POST", send),
    "/cgi-bin/message/wxopen/template/uniform_send": Call("POST", withdrawn),
    "/cgi-bin/template/api_add_template": Call("POST", add),
    "/cgi-bin/template/get_all_private_template": Call("GET", listed),
    "/cgi-bin/template/del_private_template": Call("POST", remove),
    "/cgi-bin/template/api_set_industry": Call("POST", set_industry),
    "/cgi-bin/template/get_industry": Call("GET", get_industry),
}
