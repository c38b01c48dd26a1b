"""What a person decides about notifications: in the dialog that asks, and later in the settings (section 13)."""

from collections.abc import Mapping
from typing import Any

from simulator.notices.shelf import Shelf, Template
from simulator.notices.subscriptions import EVERYTHING
from simulator.phone.done import Done, Impossible
from simulator.platform import Platform
from simulator.store import User

CHOICES = ("accept", "reject")
ASKED_AT_ONCE = 3  # templates in one dialog
SCENES = (0, 1, 2)  # the mini program, a web page, an article


def listed(platform: Platform, user: User) -> list[dict[str, Any]]:
    """Every template that could come to that person, with what is left and what they decided."""
    notifications = platform.notifications
    rows: list[dict[str, Any]] = []
    for openid, shelf, kind in _shelves(platform, user):
        held = notifications.subscriptions.of(openid)
        for template in shelf.all():
            grants, kept = held.get(template.template_id, (0, ""))
            row = {"template_id": template.template_id, "title": template.title, "kind": kind, "grants": grants}
            row |= {"kept": kept, "long_term": template.long_term}
            rows.append(row | {"fields": [{"label": one.label, "value": one.example} for one in template.fields]})
    return rows


def show(platform: Platform, user: User, values: Mapping[str, Any]) -> Done:
    """What the phone lists; nothing is pushed."""
    refuses = platform.notifications.subscriptions.refuses(user.openid, EVERYTHING)
    return Done(answer={"templates": listed(platform, user), "refuses": refuses})


def answer(platform: Platform, user: User, values: Mapping[str, Any]) -> Done:
    """The dialog was answered: `choices` by template, `keep` them, `mini` asked or else a page (`scene`).

    A choice that was kept holds, whatever is said now; each acceptance adds a grant, kept or not.
    """
    mini, keep = values.get("mini") is True, values.get("keep") is True
    if mini and platform.settings.miniprogram is None:
        raise Impossible("no_miniprogram")
    openid, shelf, _ = _shelves(platform, user)[1 + mini]
    choices = values.get("choices")
    if not isinstance(choices, Mapping) or not 1 <= len(choices) <= ASKED_AT_ONCE:
        raise Impossible("subscription")
    scene = values.get("scene", 0 if mini else 1)
    subscriptions, switches = platform.notifications.subscriptions, platform.switches
    held = subscriptions.of(openid)
    entries, silent = [], True
    for template_id, choice in choices.items():
        _found(shelf, template_id)
        kept = held.get(template_id, (0, ""))[1]
        if (kept or choice) not in CHOICES or scene not in SCENES:
            raise Impossible("subscription")
        entry = {"TemplateId": template_id, "SubscribeStatusString": kept or choice, "PopupScene": scene}
        entries.append(entry)
        silent = silent and bool(kept)
    for entry in entries:
        template_id, choice = str(entry["TemplateId"]), str(entry["SubscribeStatusString"])
        if choice == "accept":
            subscriptions.accept(openid, template_id, mini or switches.on("account_grants_add_up"))
        if keep:
            subscriptions.keep(openid, template_id, choice)
    if silent and not switches.on("popup_event_when_kept"):
        return Done()
    told = {"SubscribeMsgPopupEvent": {"List": entries}}
    return Done(platform.push_event(openid, "subscribe_msg_popup_event", told))


def settle(platform: Platform, user: User, values: Mapping[str, Any]) -> Done:
    """In the settings: `on` or off for one template. Only turning a subscription off is told."""
    template_id, choice = str(values.get("template_id") or ""), "" if values.get("on") is True else "reject"
    for openid, shelf, kind in _shelves(platform, user):
        if shelf.find(template_id) is None:
            continue
        platform.notifications.subscriptions.keep(openid, template_id, choice)
        if choice != "reject" or kind == "template":
            return Done()
        entry = {"TemplateId": template_id, "SubscribeStatusString": "reject"}
        told = {"SubscribeMsgChangeEvent": {"List": [entry]}}
        return Done(platform.push_event(openid, "subscribe_msg_change_event", told))
    raise Impossible("subscription")


def refuse(platform: Platform, user: User, values: Mapping[str, Any]) -> Done:
    """Take the account's messages, or (`on` false) none of them."""
    choice = "" if values.get("on") is True else "reject"
    platform.notifications.subscriptions.keep(user.openid, EVERYTHING, choice)
    return Done()


def _shelves(platform: Platform, user: User) -> list[tuple[str, Shelf, str]]:
    notifications, settings = platform.notifications, platform.settings
    account = settings.account.appid
    found = [(user.openid, notifications.templates, "template")]
    found.append((user.openid, notifications.subscribable[account], "account"))
    if settings.miniprogram is not None:
        found.append((user.mini_openid, notifications.subscribable[settings.miniprogram.appid], "mini"))
    return found


def _found(shelf: Shelf, template_id: Any) -> Template:
    template = shelf.find(template_id) if isinstance(template_id, str) else None
    if template is None:
        raise Impossible("subscription")
    return template


ACTS = {"subscriptions": show, "subscribe": answer, "subscription_setting": settle, "take_messages": refuse}
