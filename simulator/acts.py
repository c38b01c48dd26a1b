"""What a person does on the phone, by the name that the phone gives it."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from simulator import codes, elements, windows
from simulator.done import Done, Impossible
from simulator.platform import Platform
from simulator.sayings import Sayings, follower, place, writable
from simulator.store import Code, User
from simulator.verdict import Shown

# Acts that other modules bring: name -> function(platform, user, values), which raises Impossible. They are entered
# when those modules are imported.
DO: dict[str, Callable[[Platform, User, Mapping[str, Any]], Done]] = {}


class Acts:
    """Everything a person can do, by its name."""

    def __init__(self, platform: Platform) -> None:
        self._p = platform
        self._says = says = Sayings(platform)
        self._named: dict[str, Callable[[User, Mapping[str, Any]], Done]] = {
            "follow": self._follow,
            "unfollow": self._unfollow,
            "scan": self._scan,
            "tap": self._tap,
            "text": says.text,
            "msgmenu": says.menu_item,
            "voice": says.voice,
            "location": says.location,
            "link": says.link,
            "mini_enter": says.mini_enter,
            "mini_text": says.mini_text,
        }

    def act(self, openid: str, do: str, values: Mapping[str, Any]) -> Done:
        """Do one thing. Raises Impossible."""
        if do in DO:
            return DO[do](self._p, self._user(openid), values)
        if do not in self._named:
            raise Impossible("unknown_act")
        return self._named[do](self._user(openid), values)

    def picture(self, openid: str, content: bytes) -> Done:
        """Send a picture. Raises Impossible."""
        return self._says.picture(self._user(openid), content)

    def scan_picture(self, openid: str, content: bytes) -> Done:
        """Scan the code in a picture; a code that isn't a platform's opens its address. Raises Impossible."""
        user = self._user(openid)
        try:
            said = codes.read(content)
        except codes.BadPicture:
            raise Impossible("picture") from None
        if said is None:
            raise Impossible("no_code_seen")
        if code := self._p.store.code(url=said):
            return self._scanned(user, code)
        if said.startswith(("http://", "https://")) and not said.startswith("http://weixin.qq.com/"):
            return Done(url=said)
        raise Impossible("no_such_code")

    def _user(self, openid: str) -> User:
        user = self._p.store.user(openid)
        if user is None:
            raise Impossible("no_such_user")
        return user

    def _event(self, user: User, name: str, trigger: windows.Trigger | None, **more: Any) -> threading.Event:
        self._p.windows.opened(user.openid, trigger)
        app = self._p.settings.account
        return self._p.push(user, app, elements.event(app, user.openid, int(self._p.clock.shown()), name, **more))

    def _follow(self, user: User, values: Mapping[str, Any]) -> Done:
        code = self._code(values) if values.get("ticket") else None
        scene = code.scene if code else ""
        now = self._p.clock.shown()
        if not self._p.store.set_following(user.openid, True, now, scene):
            raise Impossible("following")
        self._p.chat.notice(user.openid, "followed")
        self._p.people.followed(user.openid, scene)
        self._p.tell_user(replace(user, following=True))
        self._p.windows.opened(user.openid, windows.FOLLOW)
        app = self._p.settings.account
        made = elements.subscribe(app, user.openid, int(now), scene, code.ticket if code else "")
        return Done(self._p.push(user, app, made), scene=scene)

    def _unfollow(self, user: User, values: Mapping[str, Any]) -> Done:
        follower(user)
        self._p.store.set_following(user.openid, False, 0, "")
        self._p.people.left(user.openid)
        self._p.menus.forget(user.openid)
        self._p.tell_user(replace(user, following=False))
        self._p.chat.notice(user.openid, "unfollowed")
        ended = self._event(user, "unsubscribe", None, EventKey="")
        self._p.windows.closed(user.openid)
        return Done(ended)

    def _scan(self, user: User, values: Mapping[str, Any]) -> Done:
        return self._scanned(user, self._code(values))

    def _scanned(self, user: User, code: Code) -> Done:
        if not user.following:
            return self._follow(user, {"ticket": code.ticket})
        self._check_age(code)
        ended = self._event(user, "SCAN", windows.SCAN, EventKey=code.scene, Ticket=code.ticket)
        return Done(ended, scene=code.scene)

    def _code(self, values: Mapping[str, Any]) -> Code:
        code = self._p.store.code(ticket=str(values.get("ticket", "")))
        if code is None:
            raise Impossible("no_such_code")
        self._check_age(code)
        return code

    def _check_age(self, code: Code) -> None:
        if code.expires is not None and code.expires <= self._p.clock.shown():
            raise Impossible("code_expired")

    def _tap(self, user: User, values: Mapping[str, Any]) -> Done:
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
        return self._given(user, button)

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
