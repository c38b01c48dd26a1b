"""Parametric codes and codes of the mini program (docs/wechat.md, sections 11 and 17)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wechat.caller import Caller
from wechat.failures import PlatformDown, PlatformError
from wechat.outcomes import Missing
from wechat.transport import Request, Transport, Trouble


@dataclass(frozen=True, slots=True)
class Code:
    """A parametric code: `url` is what the picture says; `expires_in` in seconds, None for a permanent one."""

    ticket: str
    url: str
    expires_in: int | None


class Codes(Caller):
    """Raises PlatformError or PlatformDown."""

    @cached_property
    def _pictures(self) -> Transport:
        return Transport(self.appid, self._mp_url)

    def create_code(self, scene: str, permanent: bool, seconds: int = 2_592_000) -> Code:
        """Create a parametric code for a scene string of 1 to 64 characters.

        A permanent one is not asked for twice: there are 100,000 of them for ever.
        """
        body: dict[str, Any] = {"action_info": {"scene": {"scene_str": scene}}}
        if permanent:
            body["action_name"] = "QR_LIMIT_STR_SCENE"
        else:
            body |= {"action_name": "QR_STR_SCENE", "expire_seconds": seconds}
        answer = self.call("POST", "/cgi-bin/qrcode/create", body, again=not permanent)
        expires = answer.get("expire_seconds")
        return Code(answer["ticket"], answer["url"], None if permanent or expires is None else int(expires))

    def code_picture(self, ticket: str) -> bytes:
        """The platform's own picture of a code (JPEG), from another host; needs no token and has no quota."""
        request = Request("GET", "/cgi-bin/showqrcode", query={"ticket": ticket}, token=False, binary=True)
        found = self._pictures.exchange(request, "", None)
        if isinstance(found, Trouble) and found.status == 404:
            raise PlatformError(404, "the ticket is not valid", Missing("code"))
        if isinstance(found, Trouble):
            raise PlatformDown(found.why)
        return found.content

    def page_code(self, scene: str, page: str, width: int = 430) -> bytes:
        """A code (PNG or JPEG) that opens `page` of the mini program; `scene` of 1 to 32 characters, no per cent."""
        body = {"scene": scene, "page": page, "width": width}
        request = Request("POST", "/wxa/getwxacodeunlimit", body, again=True, binary=True)
        return self.ask(request).content
