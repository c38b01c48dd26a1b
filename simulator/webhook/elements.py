"""The elements of each message and event that a person causes, in the platform's order (sections 4 to 6)."""

from collections.abc import Mapping
from typing import Any

from simulator.settings import App
from simulator.webhook.pushes import Bare

Elements = dict[str, Any]


def _common(app: App, openid: str, at: int, kind: str) -> Elements:
    return {"ToUserName": app.original_id, "FromUserName": openid, "CreateTime": at, "MsgType": kind}


def text(app: App, openid: str, at: int, msg_id: int, content: str, menu_id: str = "") -> Elements:
    """A typed word; `menu_id` when it is a tap on an item of a msgmenu."""
    elements = _common(app, openid, at, "text") | {"Content": content, "MsgId": msg_id}
    if menu_id:
        elements["bizmsgmenuid"] = Bare(menu_id) if menu_id.isdecimal() else menu_id
    return elements


def image(app: App, openid: str, at: int, msg_id: int, picture_url: str, media_id: str) -> Elements:
    """A picture."""
    return _common(app, openid, at, "image") | {"PicUrl": picture_url, "MsgId": msg_id, "MediaId": media_id}


def voice(app: App, openid: str, at: int, msg_id: int, media_id: str, recognition: str) -> Elements:
    """A recording; `recognition` is empty when nothing was recognised."""
    return _common(app, openid, at, "voice") | {
        "MediaId": media_id,
        "Format": "amr",
        "MsgId": msg_id,
        "Recognition": recognition,
        "MediaId16K": f"{media_id}16k",
    }


def video(app: App, openid: str, at: int, msg_id: int, media_id: str, thumb_id: str) -> Elements:
    """A film with its first picture."""
    return _common(app, openid, at, "video") | {"MediaId": media_id, "ThumbMediaId": thumb_id, "MsgId": msg_id}


def shortvideo(app: App, openid: str, at: int, msg_id: int, media_id: str, thumb_id: str) -> Elements:
    """The same as phones sent it until that disappeared; the type is still documented."""
    return video(app, openid, at, msg_id, media_id, thumb_id) | {"MsgType": "shortvideo"}


def location(app: App, openid: str, at: int, msg_id: int, lat: float, lng: float, label: str) -> Elements:
    """A place, in degrees."""
    return _common(app, openid, at, "location") | {
        "Location_X": Bare(f"{lat:.6f}"),
        "Location_Y": Bare(f"{lng:.6f}"),
        "Scale": 15,
        "Label": label,
        "MsgId": msg_id,
    }


def link(app: App, openid: str, at: int, msg_id: int, title: str, description: str, url: str) -> Elements:
    """A forwarded link."""
    return _common(app, openid, at, "link") | {"Title": title, "Description": description, "Url": url, "MsgId": msg_id}


def event(app: App, openid: str, at: int, name: str, **more: Any) -> Elements:
    """Any event: its name and what it carries, in that order. Events have no MsgId."""
    return _common(app, openid, at, "event") | {"Event": name, **more}


def subscribe(app: App, openid: str, at: int, scene: str = "", ticket: str = "") -> Elements:
    """A follow; through a code its scene gets the prefix, and without one EventKey is there and empty."""
    if not ticket:
        return event(app, openid, at, "subscribe", EventKey="")
    return event(app, openid, at, "subscribe", EventKey=f"qrscene_{scene}", Ticket=ticket)


def job_elements(app: App, openid: str, at: int, name: str, more: Mapping[str, Any], form: str) -> Elements:
    """An event that the platform tells of itself. In JSON those about subscriptions look differently (section 6).

    Their wrapper is gone: `List` stands at the top, an object for one entry, an array for several; values are texts.
    """
    if form == "xml" or not name.startswith("subscribe_msg_"):
        return event(app, openid, at, name, **more)
    unwrapped: Elements = {}
    for key, value in more.items():
        unwrapped |= value if isinstance(value, Mapping) and "List" in value else {key: value}
    entries = unwrapped.get("List")
    if isinstance(entries, list):
        texts = [{key: str(value) for key, value in entry.items()} for entry in entries]
        unwrapped["List"] = texts[0] if len(texts) == 1 else texts
    return event(app, openid, at, name, **unwrapped) | {"CreateTime": str(at)}
