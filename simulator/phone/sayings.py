"""What a person says to the account or the mini program."""

import re
from collections.abc import Mapping
from typing import Any

from simulator.account import codes
from simulator.notices import windows
from simulator.phone.done import Done, Impossible
from simulator.platform import Platform
from simulator.store import User
from simulator.webhook import elements

TEXT_LIMIT = 2048  # bytes
# XML 1.0 can't hold these, and no keyboard makes them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def follower(user: User) -> User:
    """That person, if they follow. Raises Impossible."""
    if not user.following:
        raise Impossible("not_following")
    return user


def writable(value: Any) -> str:
    """A text without what XML can't hold; empty for anything that is no text."""
    return _CONTROL.sub("", value) if isinstance(value, str) else ""


def place(values: Mapping[str, Any]) -> tuple[float, float, str]:
    """Latitude and longitude in degrees, and the label. Raises Impossible."""
    try:
        lat, lng = float(values["lat"]), float(values["lng"])
    except (KeyError, TypeError, ValueError):
        raise Impossible("place") from None
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        raise Impossible("place")
    return lat, lng, writable(values.get("label"))[:200]


class Sayings:
    """Messages: each is a bubble, a grant and a push."""

    def __init__(self, platform: Platform) -> None:
        self._p = platform

    def text(self, user: User, values: Mapping[str, Any]) -> Done:
        """A typed word."""
        text = _typed(values.get("text"))
        return self._said(follower(user), "text", (text,), {"text": text})

    def menu_item(self, user: User, values: Mapping[str, Any]) -> Done:
        """A tap on an item of a msgmenu."""
        text, item = _typed(values.get("text")), writable(values.get("id"))
        # Such a tap arrives as a message, but grants what a tap on the menu does (section 9).
        return self._said(follower(user), "text", (text, item), {"text": text}, windows.TAP)

    def voice(self, user: User, values: Mapping[str, Any]) -> Done:
        """A recording, given as what is heard in it."""
        follower(user)
        text = _typed(values.get("text"))
        media_id = self._p.media.add("voice", "voice.amr", "audio/amr", b"#!AMR\n", permanent=False).media_id
        heard = text if self._p.switches.on("recognition") else ""
        return self._said(user, "voice", (media_id, heard), {"text": text})

    def film(self, user: User, kind: str, values: Mapping[str, Any]) -> Done:
        """A film; `kind` is video or shortvideo."""
        follower(user)
        film = self._p.media.add("video", "video.mp4", "video/mp4", b"\x00\x00\x00\x18ftypmp42", permanent=False)
        thumb = self._p.media.add("thumb", "thumb.jpg", "image/jpeg", b"\xff\xd8\xff\xd9", permanent=False)
        about = writable(values.get("text"))[:100]
        return self._said(user, kind, (film.media_id, thumb.media_id), {"text": about}, shown="video")

    def location(self, user: User, values: Mapping[str, Any]) -> Done:
        """A place, in degrees."""
        follower(user)
        lat, lng, label = place(values)
        return self._said(user, "location", (lat, lng, label), {"text": label, "lat": lat, "lng": lng})

    def link(self, user: User, values: Mapping[str, Any]) -> Done:
        """A forwarded link."""
        follower(user)
        title, about, url = (writable(values.get(name))[:500] for name in ("title", "description", "url"))
        if not title or not url.startswith(("http://", "https://")):
            raise Impossible("link")
        article = {"title": title, "description": about, "picture": "", "url": url}
        return self._said(user, "link", (title, about, url), {"articles": [article]})

    def mini_enter(self, user: User, values: Mapping[str, Any]) -> Done:
        """Opening the mini program's customer-service session."""
        app = self._p.settings.miniprogram
        if app is None:
            raise Impossible("no_miniprogram")
        self._p.store.enter_mini(user.openid)
        self._p.chat.notice(user.openid, "mini_entered", mini=True)
        self._p.windows.opened(user.mini_openid, windows.ENTER_MINI)
        made = elements.event(
            app, user.mini_openid, int(self._p.clock.shown()), "user_enter_tempsession",
            SessionFrom=writable(values.get("session_from")) or "wxapp",
        )  # fmt: skip
        return Done(self._p.push(user, app, made))

    def mini_text(self, user: User, values: Mapping[str, Any]) -> Done:
        """A typed word in that session, which opens it if need be."""
        text = _typed(values.get("text"))
        app = self._p.settings.miniprogram
        if app is None:
            raise Impossible("no_miniprogram")
        if not user.in_mini:
            self.mini_enter(user, {})
        self._p.chat.say(user.openid, "me", "text", text=text, mini=True)
        self._p.windows.opened(user.mini_openid, windows.MESSAGE)
        made = elements.text(app, user.mini_openid, int(self._p.clock.shown()), self._p.next_msg_id(), text)
        return Done(self._p.push(user, app, made))

    def picture(self, user: User, content: bytes) -> Done:
        """Send a picture. Raises Impossible."""
        follower(user)
        return self.picture_of(user, *self.looked_at(content))

    def looked_at(self, content: bytes) -> tuple[str, bytes]:
        """A picture's MIME type, and the picture. Raises Impossible for what is none."""
        try:
            return codes.opened(content).get_format_mimetype(), content  # type: ignore[attr-defined]
        except codes.BadPicture:
            raise Impossible("picture") from None

    def picture_of(self, user: User, mime: str, content: bytes) -> Done:
        """Send a picture of that type."""
        media_id = self._p.media.add("image", "picture", mime, content, permanent=False).media_id
        url = self._p.chat.picture_url(media_id)
        return self._said(user, "image", (url, media_id), {"url": url})

    def _said(
        self, user: User, kind: str, given: tuple[Any, ...], bubble: Mapping[str, Any],
        trigger: windows.Trigger = windows.MESSAGE, shown: str = "",
    ) -> Done:  # fmt: skip
        """A message of a follower: its bubble, its grant, its push."""
        self._p.chat.say(user.openid, "me", shown or kind, **bubble)
        self._p.windows.opened(user.openid, trigger)
        app = self._p.settings.account
        make = getattr(elements, kind)
        made = make(app, user.openid, int(self._p.clock.shown()), self._p.next_msg_id(), *given)
        return Done(self._p.push(user, app, made))


def _typed(value: Any) -> str:
    text = writable(value)
    if not text.strip() or len(text.encode()) > TEXT_LIMIT:
        raise Impossible("text")
    return text
