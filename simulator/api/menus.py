"""The custom menu and the conditional ones (docs/wechat.md, section 10)."""

from collections.abc import Mapping
from typing import Any

from simulator.account import menu_rules
from simulator.account.menus import Menu, hosts, leaves
from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError

MOST_HOSTS = 3  # that the conditional menus of an account lead to
# Rules about what a person is were withdrawn; group_id is the tag of old.
PRIVATE = ("sex", "country", "province", "city", "language")


def create(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/menu/create: replaces the whole default menu."""
    menu = menu_rules.checked(given.json)
    _check_references(given, menu)
    given.platform.menus.create(menu)
    return OK


def get(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/menu/get: with ids when there are conditional menus."""
    menus = given.platform.menus
    menu, conditional = menus.default(), menus.conditional()
    if menu is None:
        raise ApiError(46003)
    if not conditional:
        return {"menu": menu}
    return {"menu": menu | {"menuid": menus.default_id()}, "conditionalmenu": conditional}


def delete(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/menu/delete: the conditional ones too."""
    given.platform.menus.delete()
    return OK


def current(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/get_current_selfmenu_info: another shape of the same menu."""
    menu = given.platform.menus.default()
    buttons = [_listed(button) for button in menu["button"]] if menu else []
    return {"is_menu_open": int(menu is not None), "selfmenu_info": {"button": buttons}}


def add(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/menu/addconditional."""
    menus, switches = given.platform.menus, given.platform.switches
    if menus.default() is None:
        raise ApiError(65303)
    if refusal := switches.text("conditional_refused"):
        raise ApiError(int(refusal))
    if not given.json.get("button"):
        raise ApiError(65307)
    rule = _rule(given)
    menu = _conditional(given.json)
    _check_references(given, menu)
    most = int(switches.number("conditional_menus"))
    if most and len(menus.conditional()) >= most:
        raise ApiError(65305)
    if len(menus.hosts() | hosts(menu)) > MOST_HOSTS:
        raise ApiError(65316)
    return {"menuid": str(menus.add(menu, rule))}


def remove(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/menu/delconditional."""
    number = str(given.json.get("menuid") or "")
    if not number.isdecimal() or not given.platform.menus.remove(int(number)):
        raise ApiError(65301)
    return OK


def try_match(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/menu/trymatch: what a person would see."""
    if given.platform.menus.default() is None:
        raise ApiError(65303)
    user = given.platform.store.user(str(given.json.get("user_id") or ""))
    if user is None or user.openid != given.json["user_id"]:
        raise ApiError(65302)
    menu = given.platform.menus.match(user.openid)
    return {"button": menu["button"] if menu else []}


def _listed(button: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in button.items() if name != "sub_button"}
    below = [_listed(sub) for sub in button["sub_button"]]
    return kept | {"sub_button": {"list": below}} if below else kept


def _conditional(values: Mapping[str, Any]) -> Menu:
    """The menu, with the codes that conditional menus have for the same faults. Raises ApiError."""
    buttons = values["button"] if isinstance(values["button"], list) else []
    below = [sub for button in buttons if isinstance(button, dict) for sub in button.get("sub_button") or [button]]
    if any(isinstance(button, dict) and not button.get("type") for button in below):
        raise ApiError(65308)
    try:
        return menu_rules.checked(values)
    except ApiError as refused:
        raise ApiError(65317 if refused.code in (40020, 40027, 40054, 40055) else refused.code) from None


def _rule(given: Given) -> dict[str, str]:
    """The match rule, as texts: a tag, a kind of phone, or both. Raises ApiError 65304, 65320, 45159 or 40097."""
    wanted = given.json.get("matchrule")
    if not isinstance(wanted, dict):
        raise ApiError(65304)
    if any(wanted.get(name) not in (None, "") for name in PRIVATE):
        raise ApiError(65320)
    tag = wanted.get("tag_id") or wanted.get("group_id")
    values = {"tag_id": tag, "client_platform_type": wanted.get("client_platform_type")}
    rule = {name: str(value) for name, value in values.items() if value not in (None, "")}
    if not rule:
        raise ApiError(65304)
    if "tag_id" in rule and not (rule["tag_id"].isdecimal() and given.platform.tags.exists(int(rule["tag_id"]))):
        raise ApiError(45159)
    if rule.get("client_platform_type", "1") not in ("1", "2", "3"):
        raise ApiError(40097)
    return rule


def _check_references(given: Given, menu: Menu) -> None:
    """What buttons name must exist: material, published articles, a linked mini program."""
    platform = given.platform
    mini = platform.settings.miniprogram
    linked = {mini.appid} if mini else set()
    linked |= set(platform.switches.text("linked_miniprograms").replace(" ", "").split(","))
    refused = platform.switches.text("menu_types_refused").replace(" ", "").split(",")
    for button in leaves(menu):
        if button["type"] in refused:
            raise ApiError(40119 if button in menu["button"] else 40120)
        if "media_id" in button and platform.media.item(button["media_id"], permanent=True) is None:
            raise ApiError(40007)
        if "article_id" in button and not platform.articles.exists(button["article_id"]):
            raise ApiError(53600)
        if button["type"] == "miniprogram" and button["appid"] not in linked:
            raise ApiError(int(platform.switches.text("menu_miniprogram_code")))


CALLS = {
    "/cgi-bin/menu/create": Call("POST", create, before=menu_rules.check_encoding),
    "/cgi-bin/menu/get": Call("GET", get),
    "/cgi-bin/menu/delete": Call("GET", delete),
    "/cgi-bin/get_current_selfmenu_info": Call("GET", current),
    "/cgi-bin/menu/addconditional": Call("POST", add, before=menu_rules.check_encoding),
    "/cgi-bin/menu/delconditional": Call("POST", remove),
    "/cgi-bin/menu/trymatch": Call("POST", try_match),
}
