"""The older link that asks a web reader for one message (docs/wechat.md, section 13)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from flask import render_template, request

from simulator.api import filling
from simulator.api.call import OK, Call, Given, Raw
from simulator.errors import ApiError
from simulator.logins.authorizing import FRAGMENT, leads_to, oauth_domain
from simulator.notices.shelf import LIBRARY, Template
from simulator.phone import holders
from simulator.store import User
from simulator.switches import WORDS

SCENES = range(10_001)
TITLE_LIMIT = 15  # characters
CONTENT_LIMIT = 200
_RESERVED = re.compile(r"[A-Za-z0-9]{0,128}")


class _Refused(Exception):
    """The link isn't right; `name` is a text of the error page."""

    def __init__(self, name: str, about: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.about = about


@dataclass(frozen=True)
class Link:
    """A checked link."""

    scene: int
    redirect_url: str
    reserved: str

    def back(self, user: User | None) -> str:
        """Where the browser goes next: with the openid of someone who said yes."""
        values = {"openid": user.openid} if user else {}
        values |= {"template_id": LIBRARY["link_template"], "action": "confirm" if user else "cancel"}
        values |= {"scene": str(self.scene)} | ({"reserved": self.reserved} if self.reserved else {})
        scheme, host, path, query, fragment = urlsplit(self.redirect_url)
        added = [f"{name}={quote(value, safe='')}" for name, value in values.items()]
        return urlunsplit((scheme, host, path, "&".join([*([query] if query else []), *added]), fragment))


def confirm(given: Given) -> Raw:
    """GET /mp/subscribemsg as a page leads here; POST as the page that this answers sends on whose phone it is."""
    query = request.query_string.decode("ascii", "replace")
    try:
        link = _checked(given)
        user = given.platform.holders.user(given.form.get("holder", ""))
        if user is None:
            return _page("oauth.html", query=query, mark=holders.MARK)
        if given.form.get("fragment", FRAGMENT) != FRAGMENT:
            raise _Refused("parameters", FRAGMENT)
        said = given.form.get("allow", "")
        if said not in ("yes", "no"):
            text = given.platform.holders.text(user)
            return _page("subscribe_link.html", query=query, account=WORDS["account"], person=user.name, holder=text)
        if said == "yes":
            # One message for each scene, however often it is said.
            name = _grant(link.scene)
            given.platform.notifications.subscriptions.accept(user.openid, name, adds_up=False)
        address = link.back(user if said == "yes" else None)
        return Raw(b"", "text/html", 302, {"Location": address, "Cache-Control": "no-store"})
    except _Refused as refusal:
        return _page("oauth_error.html", name=refusal.name, about=refusal.about)


def send(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/template/subscribe: one message to someone who said yes for that scene."""
    filling.refuse(given, 48001, 48004)
    user, openid = filling.recipient(given)
    template_id = given.json.get("template_id")
    if not isinstance(template_id, str) or not template_id:
        raise ApiError(40036)
    if template_id != LIBRARY["link_template"]:
        raise ApiError(40037)
    scene, title = _scene(given.json.get("scene")), given.json.get("title")
    if scene is None:
        raise ApiError(40097)
    if not isinstance(title, str) or not 0 < len(title) <= TITLE_LIMIT:
        raise ApiError(40062)
    content = _content(given.json.get("data"))
    url, miniprogram = filling.url(given, "url"), filling.miniprogram(given)
    if not given.platform.notifications.subscriptions.take(openid, _grant(scene)):
        raise ApiError(43101)
    opens = {"url": "" if miniprogram else url, "miniprogram": miniprogram}
    rows = [{"label": "", "value": content}]
    given.platform.chat.notify(user.openid, Template(template_id, title, ()), rows, opens, via="link")
    return OK


def _checked(given: Given) -> Link:
    query, platform = given.query, given.platform
    if query.get("appid") != platform.settings.account.appid:
        raise _Refused("appid")
    if query.get("action") != "get_confirm":
        raise _Refused("parameters", "action=get_confirm")
    scene = _scene(query.get("scene"))
    if scene is None:
        raise _Refused("parameters", "scene: 0-10000")
    if query.get("template_id") != LIBRARY["link_template"]:
        raise _Refused("parameters", "template_id")
    domain = oauth_domain(platform)
    if not leads_to(query.get("redirect_url", ""), domain):
        raise _Refused("10003", domain)
    if not _RESERVED.fullmatch(query.get("reserved", "")):
        raise _Refused("parameters", "reserved: [A-Za-z0-9]{0,128}")
    return Link(scene, query["redirect_url"], query.get("reserved", ""))


def _scene(value: Any) -> int | None:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdecimal() and int(text) in SCENES else None


def _content(data: Any) -> str:
    if not isinstance(data, Mapping):
        raise ApiError(47001)
    content = data.get("content")
    value = content.get("value") if isinstance(content, Mapping) else None
    if not isinstance(value, str) or not value:
        raise ApiError(47003, why="data.content.value is emtpy")
    if len(value) > CONTENT_LIMIT:
        raise ApiError(47003, why="data.content.value invalid")
    return value


def _grant(scene: int) -> str:
    return f"{LIBRARY['link_template']}#{scene}"


def _page(template: str, **values: Any) -> Raw:
    text = render_template(f"simulator/{template}", **values)
    return Raw(text.encode(), "text/html", 200, {"Cache-Control": "no-store"})


CALLS = {
    "/mp/subscribemsg": Call("ANY", confirm, token=False, takes_json=False, takes_form=True),
    "/cgi-bin/message/template/subscribe": Call("POST", send),
}
