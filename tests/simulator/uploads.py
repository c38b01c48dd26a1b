"""Files as accounts upload them."""

import io
from typing import Any

from PIL import Image
from urllib3.filepost import encode_multipart_formdata

from tests.simulator.conftest import Phone

AMR = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50  # one second: mode 7 frames of 32 bytes, 20 ms each
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(12)


def picture(form: str = "PNG", size: int = 8) -> bytes:
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", (size, size), "#8fb3d9").save(file, form)
    return file.getvalue()


def upload(phone: Phone, path: str, name: str, content: bytes, **form: str) -> dict[str, Any]:
    """Upload a file; the errmsg is cut before its rid."""
    address = f"{path}{'&' if '?' in path else '?'}access_token={phone.token()}"
    body, kind = encode_multipart_formdata({"media": (name, content), **form})
    response = phone.client.post(address, data=body, content_type=kind)
    assert response.status_code == 200
    answer: dict[str, Any] = response.get_json()
    if "errmsg" in answer:
        answer["errmsg"] = answer["errmsg"].split(" rid: ")[0]
    return answer


def cover(phone: Phone) -> str:
    """The media_id of a permanent picture."""
    media_id: str = upload(phone, "/cgi-bin/material/add_material?type=image", "cover.png", picture())["media_id"]
    return media_id


def article(phone: Phone, **more: Any) -> dict[str, Any]:
    """An article that the platform accepts."""
    return {"title": "开幕", "content": "<p>大会开幕了。</p>", "thumb_media_id": cover(phone)} | more


def draft(phone: Phone, *titles: str) -> str:
    """The media_id of a draft with those titles."""
    articles = [article(phone, title=title) for title in titles or ("开幕",)]
    media_id: str = phone.call("/cgi-bin/draft/add", {"articles": articles})["media_id"]
    return media_id
