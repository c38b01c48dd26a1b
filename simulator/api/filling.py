"""Putting the data of a call into a template, as strictly as the platform (docs/wechat.md, sections 12 and 13)."""

from collections.abc import Mapping
from typing import Any

from simulator.api.call import Given
from simulator.errors import ApiError
from simulator.notices import keywords
from simulator.notices.shelf import Shelf, Template
from simulator.store import User

URL_LIMIT = 2048  # bytes


def recipient(given: Given) -> tuple[User, str]:
    """The person, and the openid by which this application knows them. Raises ApiError 40003."""
    openid = given.json.get("touser")
    user = given.platform.store.user(openid) if isinstance(openid, str) and openid else None
    mini = given.app is given.platform.settings.miniprogram
    if user is None or openid != (user.mini_openid if mini else user.openid):
        raise ApiError(40003)
    return user, openid


def template(given: Given, shelf: Shelf) -> Template:
    """The template that the call names. Raises ApiError 40036 without an id, 40037 for an unknown one."""
    template_id = given.json.get("template_id")
    if not isinstance(template_id, str) or not template_id:
        raise ApiError(40036)
    found = shelf.find(template_id)
    if found is None:
        raise ApiError(40037)
    return found


def filled(given: Given, wanted: Template) -> list[dict[str, str]]:
    """The rows of the card, label and value. Raises ApiError 47001, or 47003 naming the first field that is wrong.

    Every keyword must be there; what the template doesn't name, and colours, are passed over.
    """
    data = given.json.get("data")
    if not isinstance(data, Mapping):
        raise ApiError(47001)
    rows = []
    for field in wanted.fields:
        entry = data.get(field.name)
        value = entry.get("value") if isinstance(entry, Mapping) else None
        if value is None or value == "":
            raise ApiError(47003, why=f"data.{field.name}.value is emtpy")  # so spelt by the platform
        if not isinstance(value, str) or not keywords.fits(field.name, value, field.choices):
            raise ApiError(47003, why=f"data.{field.name}.value invalid")
        rows.append({"label": field.label, "value": value})
    return rows


def url(given: Given, name: str) -> str:
    """The address that the card opens. Raises ApiError 40039."""
    address = given.json.get(name) or ""
    if not isinstance(address, str) or len(address.encode()) > URL_LIMIT:
        raise ApiError(40039)
    return address


def miniprogram(given: Given) -> dict[str, str]:
    """The mini program that the card opens instead of the address, or nothing.

    Raises ApiError 40013 for one that isn't linked to the account, 40165 for a page that can't be.
    """
    named = given.json.get("miniprogram")
    if not named:
        return {}
    appid = named.get("appid") if isinstance(named, Mapping) else None
    if not isinstance(appid, str) or not is_linked(given, appid):
        raise ApiError(40013)
    page = named.get("pagepath") or ""
    if not is_page(page):
        raise ApiError(40165)
    return {"appid": appid, "pagepath": page}


def is_linked(given: Given, appid: str) -> bool:
    """Whether that mini program is linked to the account: its own one, and those that a switch names."""
    mini = given.platform.settings.miniprogram
    others = given.platform.switches.text("linked_miniprograms").replace(" ", "").split(",")
    return bool(appid) and (appid in others or (mini is not None and appid == mini.appid))


def is_page(page: Any) -> bool:
    """Whether that may be a page of a mini program: no slash before it, nothing blank in it; empty is the first."""
    return isinstance(page, str) and len(page) <= 1024 and not page.startswith("/") and not any(map(str.isspace, page))


def refuse(given: Given, *codes: int) -> None:
    """Raise the error that a switch asks for, if it is one of those that this call can answer."""
    wanted = given.platform.switches.text("sending_refused")
    if wanted and int(wanted) in codes:
        raise ApiError(int(wanted))
