"""Temporary media, kept by the platform for three days (docs/wechat.md, section 18)."""

from dataclasses import dataclass

from wechat.caller import Caller
from wechat.transport import Request

TIMEOUT = (3.0, 30.0)  # seconds to connect, to read: ten megabytes take their time


@dataclass(frozen=True, slots=True)
class Uploaded:
    """Media on the platform; `created` in Unix seconds."""

    media_id: str
    created: int


class Media(Caller):
    """Raises PlatformError or PlatformDown."""

    def upload(self, kind: str, name: str, content: bytes, mimetype: str) -> Uploaded:
        """Put media there; `kind` is image, voice, video or thumb."""
        files = {"media": (name, content, mimetype)}
        request = Request(
            "POST", "/cgi-bin/media/upload", query={"type": kind}, files=files, again=True, timeout=TIMEOUT
        )  # fmt: skip
        answer = self.ask(request).json
        return Uploaded(answer.get("media_id") or answer["thumb_media_id"], int(answer["created_at"]))

    def download(self, media_id: str) -> bytes | str:
        """The bytes of media, or for a video its address."""
        request = Request(
            "GET", "/cgi-bin/media/get", query={"media_id": media_id}, again=True, binary=True, timeout=TIMEOUT
        )  # fmt: skip
        found = self.ask(request)
        return str(found.json["video_url"]) if "video_url" in found.json else found.content
