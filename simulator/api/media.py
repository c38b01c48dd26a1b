"""Temporary media, and what every upload must be (docs/wechat.md, section 18)."""

from pathlib import PurePath
from typing import Any

from simulator.api.call import Call, File, Given, Raw
from simulator.errors import ApiError
from simulator.publishing import recordings
from simulator.publishing.media import Item

MEGABYTE = 1 << 20
# Bytes and file types of each kind; thumbs are covers of films and cards, inline pictures stand in articles.
LIMITS: dict[str, tuple[int, set[str]]] = {
    "image": (10 * MEGABYTE, {"png", "jpg", "gif"}),
    "voice": (2 * MEGABYTE, {"amr", "mp3"}),
    "video": (10 * MEGABYTE, {"mp4"}),
    "thumb": (64 << 10, {"jpg"}),
    "inline": (1 * MEGABYTE, {"png", "jpg"}),
}
UPLOADED = ("image", "voice", "video", "thumb")
VOICE_SECONDS = 60


def upload(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/media/upload: for three days."""
    kind = given.query.get("type", "")
    if kind not in UPLOADED:
        raise ApiError(40004)
    item = kept(given, kind, permanent=False)
    name = "thumb_media_id" if kind == "thumb" else "media_id"
    return {"type": kind, name: item.media_id, "created_at": int(item.at)}


def get(given: Given) -> dict[str, Any] | Raw:
    """GET /cgi-bin/media/get: the bytes, or for a film the address of its page."""
    media_id = given.query.get("media_id", "")
    if not media_id:
        raise ApiError(41006)
    item = given.platform.media.item(media_id, permanent=False)
    if item is None:
        raise ApiError(40007)
    if item.kind == "video":
        return {"video_url": given.platform.media.url(media_id)}
    return raw(given, item)


def upload_inline(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/media/uploadimg: a picture for articles, which has an address and no media_id."""
    item = kept(given, "inline", permanent=True)
    return {"url": given.platform.media.url(item.media_id)}


def kept(given: Given, kind: str, *, permanent: bool, title: str = "", about: str = "") -> Item:
    """Check and keep the uploaded file. Raises ApiError 41005, 44001, 40005, 40006, 40009 or 45007."""
    file = given.files.get("media")
    if file is None or not file.name:
        raise ApiError(41005)
    _check(given, kind, file)
    mime = recordings.MIME[recordings.kind(file.content)]
    name = PurePath(file.name).name
    return given.platform.media.add(kind, name, mime, file.content, permanent=permanent, title=title, about=about)


def raw(given: Given, item: Item) -> Raw:
    """The file as it is downloaded."""
    mime, content = given.platform.media.content(item.media_id)
    name = f"{item.media_id}.{recordings.kind(content)}"
    return Raw(content, mime, headers={"Content-disposition": f'attachment; filename="{name}"'})


def _check(given: Given, kind: str, file: File) -> None:
    limit, types = LIMITS[kind]
    if kind == "image":
        limit = int(given.platform.switches.number("image_megabytes") * MEGABYTE)
    if not file.content:
        raise ApiError(44001)
    # The name's ending counts, and so do the bytes: a picture without an ending is refused too.
    ending = PurePath(file.name).suffix.lower().removeprefix(".").replace("jpeg", "jpg")
    if ending not in types or recordings.kind(file.content) not in types:
        raise ApiError(40005)
    if len(file.content) > limit:
        raise ApiError(40009 if kind == "inline" else int(given.platform.switches.text("media_size_code")))
    if kind == "voice" and recordings.seconds(file.content) > VOICE_SECONDS:
        raise ApiError(45007)


CALLS = {
    "/cgi-bin/media/upload": Call("POST", upload, takes_form=True),
    "/cgi-bin/media/get": Call("GET", get),
    "/cgi-bin/media/uploadimg": Call("POST", upload_inline, takes_form=True),
}
