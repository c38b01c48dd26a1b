"""The custom menu (docs/wechat.md, section 10)."""

from typing import Any

from simulator import menu_rules
from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError


def create(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/menu/create: replaces the whole menu."""
    given.platform.set_menu(menu_rules.checked(given.json))
    return OK


def get(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/menu/get."""
    menu = given.platform.menu()
    if menu is None:
        raise ApiError(46003)
    return {"menu": menu}


def delete(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/menu/delete."""
    given.platform.set_menu(None)
    return OK


def current(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/get_current_selfmenu_info: another shape of the same menu."""
    menu = given.platform.menu()
    buttons = [_listed(button) for button in menu["button"]] if menu else []
    return {"is_menu_open": int(menu is not None), "selfmenu_info": {"button": buttons}}


def _listed(button: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in button.items() if name != "sub_button"}
    below = [_listed(sub) for sub in button["sub_button"]]
    return kept | {"sub_button": {"list": below}} if below else kept


CALLS = {
    "/cgi-bin/menu/create": Call("POST", create, before=menu_rules.check_encoding),
    "/cgi-bin/menu/get": Call("GET", get),
    "/cgi-bin/menu/delete": Call("GET", delete),
    "/cgi-bin/get_current_selfmenu_info": Call("GET", current),
}
