"""What a person does on the phone, by the name that the phone gives it."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from simulator.account import codes
from simulator.logins import wxacodes
from simulator.notices import windows
from simulator.phone.done import Done, Impossible
from simulator.phone.sayings import Sayings, follower, place
from simulator.phone.taps import Taps
from simulator.platform import Platform
from simulator.store import Code, User
from simulator.webhook import elements
from simulator.webhook.pushes import Bare

# Acts that other modules bring: name -> function(platform, user, values), which raises Impossible. They are entered
# when those modules are imported.
DO: dict[str, Callable[[Platform, User, Mapping[str, Any]], Done]] = {}


class Acts:
    """Everything a person can do, by its name."""

    def __init__(self, platform: Platform) -> None:
        self._p = platform
        self._says = says = Sayings(platform)
        self._taps = Taps(platform, says, self._event)
        self._named: dict[str, Callable[[User, Mapping[str, Any]], Done]] = {
            "follow": self._follow,
            "unfollow": self._unfollow,
            "scan": self._scan,
            "tap": self._taps.tap,
            "report_location": self._report_location,
            "text": says.text,
            "msgmenu": says.menu_item,
            "voice": says.voice,
            "video": lambda user, values: says.film(user, "video", values),
            "shortvideo": lambda user, values: says.film(user, "shortvideo", values),
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

    def tap_pictures(self, openid: str, path: Any, contents: Sequence[bytes]) -> Done:
        """Tap a button that asks for pictures, and choose some. Raises Impossible."""
        return self._taps.pictures(self._user(openid), path, contents)

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
        if opened := wxacodes.read(said):
            self._p.mini_sessions.visited(user.mini_openid)
            return Done(answer={"miniprogram": opened})
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

    def _report_location(self, user: User, values: Mapping[str, Any]) -> Done:
        """What phones tell on entering the chat, if person and account allow it."""
        lat, lng, _ = place(values)
        numbers = {"Latitude": lat, "Longitude": lng, "Precision": 40}
        where = {name: Bare(f"{number:.6f}") for name, number in numbers.items()}
        return Done(self._event(follower(user), "LOCATION", None, **where))

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
