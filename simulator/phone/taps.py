"""Taps on the menu: each kind of button, and what it tells the webhook (docs/wechat.md, sections 5 and 10)."""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from simulator.notices import windows
from simulator.phone.done import Done, Impossible
from simulator.phone.sayings import Sayings, follower, place, writable
from simulator.platform import Platform
from simulator.store import User
from simulator.webhook.verdict import Shown

PICTURE_BUTTONS = ("pic_sysphoto", "pic_photo_or_album", "pic_weixin")
MOST_PICTURES = 9


class Tell(Protocol):
    """Pushes an event of a person: its name, what it grants, what it carries."""

    def __call__(self, user: User, name: str, trigger: windows.Trigger | None, **more: Any) -> threading.Event: ...


class Taps:
    """What comes of a tap."""

    def __init__(self, platform: Platform, says: Sayings, event: Tell) -> None:
        self._p = platform
        self._says = says
        self._event = event

    def tap(self, user: User, values: Mapping[str, Any]) -> Done:
        follower(user)
        menu, button = self._button(user, values.get("path"))
        kind, result = button["type"], writable(values.get("result"))
        menu_id = self._p.menus.id_of(menu)
        with_id = {"MenuId": menu_id} if self._p.switches.on("menu_id_in_click") else {}
        if kind == "click":
            return Done(self._event(user, "CLICK", windows.TAP, EventKey=button["key"], **with_id))
        if kind == "view":
            return Done(self._event(user, "VIEW", None, EventKey=button["url"], MenuId=menu_id), url=button["url"])
        if kind == "miniprogram":
            return Done(self._event(user, "view_miniprogram", None, EventKey=button["pagepath"], MenuId=menu_id))
        if kind in ("scancode_push", "scancode_waitmsg"):
            info = {"ScanType": "qrcode", "ScanResult": result}
            opens = result if kind == "scancode_push" and result.startswith(("http://", "https://")) else ""
            return Done(self._event(user, kind, windows.TAP, EventKey=button["key"], ScanCodeInfo=info), url=opens)
        if kind == "location_select":
            lat, lng, label = place(values)
            chosen = {"Location_X": f"{lat:.6f}", "Location_Y": f"{lng:.6f}", "Scale": "15"}
            chosen |= {"Label": label, "Poiname": ""}
            self._event(user, kind, None, EventKey=button["key"], SendLocationInfo=chosen)
            return self._says.location(user, values)
        if kind in PICTURE_BUTTONS:
            raise Impossible("pictures")
        return self._given(user, button)

    def pictures(self, user: User, path: Any, contents: Sequence[bytes]) -> Done:
        """A button that asks for pictures: the event names them all, and each follows as a message of its own.

        The event opens no window (section 9); the messages do.
        """
        follower(user)
        _, button = self._button(user, path)
        if button["type"] not in PICTURE_BUTTONS:
            raise Impossible("button_type")
        if not 1 <= len(contents) <= MOST_PICTURES:
            raise Impossible("pictures")
        says = [self._says.looked_at(content) for content in contents]
        # MD5 because the platform names pictures by it.
        sums = [{"PicMd5Sum": hashlib.md5(content, usedforsecurity=False).hexdigest()} for content in contents]
        info = {"Count": len(contents), "PicList": {"item": sums}}
        self._event(user, button["type"], None, EventKey=button["key"], SendPicsInfo=info)
        return [self._says.picture_of(user, mime, content) for mime, content in says][-1]

    def _given(self, user: User, button: Mapping[str, Any]) -> Done:
        """Buttons that show something without telling the webhook: material, and published articles."""
        if "article_id" in button:
            published = self._p.articles.get(button["article_id"])
            if published is None:
                raise Impossible("no_such_article")
            return Done(url=published.items[0]["url"])
        if "media_id" in button:
            item = self._p.media.item(button["media_id"])
            if item is None:
                raise Impossible("no_such_media")
            self._p.chat.show(user.openid, Shown(item.kind, item.title, media_id=item.media_id), "menu")
            return Done()
        raise Impossible("button_type")

    def _button(self, user: User, path: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """The menu on that person's phone, and the button that they tapped."""
        menu = self._p.menus.shown_to(user.openid)
        if menu is None:
            raise Impossible("no_menu")
        button: Any = {"sub_button": menu["button"]}
        try:
            for index in path:
                button = button["sub_button"][index]
        except (LookupError, TypeError):
            raise Impossible("no_such_button") from None
        if "type" not in button:
            raise Impossible("no_such_button")
        return menu, button
