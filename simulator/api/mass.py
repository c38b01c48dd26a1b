"""Messages to everyone (docs/wechat.md, section 18)."""

import hashlib
import json
from typing import Any

from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.publishing import letters, mass
from simulator.publishing.mass import Job
from simulator.store import User

FEWEST, MOST = 2, 10_000
CLIENT_ID = 32  # bytes
DAY = 86_400


def send_all(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/sendall: to all followers, or to those with a tag."""
    chosen = given.json.get("filter")
    if not isinstance(chosen, dict):
        raise ApiError(47001)
    if chosen.get("is_to_all") is True:
        return _submit(given, {"all": True})
    tag = str(chosen.get("tag_id") or "")
    if not tag.isdecimal() or not given.platform.tags.exists(int(tag)):
        raise ApiError(40152)
    return _submit(given, {"tag": int(tag)})


def send(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/send: to two to ten thousand openids; who doesn't follow is skipped."""
    openids = given.json.get("touser")
    if not isinstance(openids, list) or len(openids) < FEWEST:
        raise ApiError(40130)
    if len(openids) > MOST:
        raise ApiError(40032)
    return _submit(given, {"openids": list(dict.fromkeys(str(openid) for openid in openids))})


def preview(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/preview: to one follower, at once."""
    user = _reader(given)
    if not user.following:
        raise ApiError(43004)
    letter = letters.read(given.json, given.platform.media, given.platform.drafts)
    given.platform.mass_sender.preview(user.openid, letter)
    return {"errcode": 0, "errmsg": "preview success"}


def delete(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/delete: takes away the pages; the cards stay. Only articles and films go."""
    job, index = _named(given), given.json.get("article_idx") or 0
    if job.state not in (mass.SUCCESS, mass.DELETED) or job.letter["type"] not in ("mpnews", "mpvideo"):
        raise ApiError(40059)
    published = given.platform.articles.get(job.article_id)
    count = len(published.items) if published else 1
    if not isinstance(index, int) or not 0 <= index <= count:
        raise ApiError(40114)
    gone = published is None or given.platform.articles.delete(published.article_id, index - 1 if index else None)
    if gone:
        given.platform.mass.end(job.msg_id, mass.DELETED)
    return OK


def get(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/get."""
    job = _named(given)
    return {"msg_id": job.msg_id, "msg_status": job.state}


def film(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/media/uploadvideo: the media_id that mpvideo wants, for a film that was uploaded."""
    media = given.platform.media
    item = media.item(str(given.json.get("media_id") or ""))
    if item is None or item.kind != "video":
        raise ApiError(40007)
    titles = [str(given.json.get(name) or "") for name in ("title", "description")]
    mime, content = media.content(item.media_id)
    made = media.add("video", item.name, mime, content, permanent=False, title=titles[0], about=titles[1])
    return {"type": "video", "media_id": made.media_id, "created_at": int(made.at)}


def _submit(given: Given, scope: dict[str, Any]) -> dict[str, Any]:
    with given.platform.mass.taking:
        return _taken(given, scope)


def _taken(given: Given, scope: dict[str, Any]) -> dict[str, Any]:
    platform, now = given.platform, given.platform.clock.shown()
    client = _client_id(given, scope)
    if earlier := platform.mass.same(client, now - DAY):
        if now - earlier.at < platform.switches.number("mass_again_seconds"):
            raise ApiError(45066)
        raise ApiError(45065, {"msg_id": earlier.msg_id})
    letter = letters.read(given.json, platform.media, platform.drafts)
    if refusal := platform.switches.text("mass_refused"):
        raise ApiError(int(refusal))
    today = now - (now + 8 * 3600) % DAY  # midnight in Beijing
    if platform.switches.text("account_kind") == "subscription" and platform.mass.count_since(today) > 0:
        raise ApiError(45028)
    msg_id = platform.mass_sender.submit(client, scope, letter)
    data = {"msg_data_id": msg_id - mass.FIRST_ID + 206_227_730} if letter["type"] == "mpnews" else {}
    return {"errcode": 0, "errmsg": "send job submission success", "msg_id": msg_id} | data


def _client_id(given: Given, scope: dict[str, Any]) -> str:
    """What tells this message from another; without one of the account's own, a digest of readers and content."""
    own = given.json.get("clientmsgid")
    if own in (None, ""):
        letter = {name: value for name, value in given.json.items() if name not in ("filter", "touser")}
        return "-" + hashlib.sha256(json.dumps([scope, letter], sort_keys=True).encode()).hexdigest()
    if not isinstance(own, str) or len(own.encode()) > CLIENT_ID:
        raise ApiError(45067)
    return own


def _reader(given: Given) -> User:
    """By openid; `towxname` is the person's name in the stand-in."""
    name = given.json.get("towxname")
    if name:
        user = given.platform.people.named(str(name))
    else:
        user = given.platform.store.user(str(given.json.get("touser") or ""))
    if user is None:
        raise ApiError(40003)
    return user


def _named(given: Given) -> Job:
    number = str(given.json.get("msg_id") or "")
    job = given.platform.mass.job(int(number)) if number.isdecimal() else None
    if job is None:
        raise ApiError(40059)
    return job


CALLS = {
    "/cgi-bin/message/mass/sendall": Call("POST", send_all),
    "/cgi-bin/message/mass/send": Call("POST", send),
    "/cgi-bin/message/mass/preview": Call("POST", preview),
    "/cgi-bin/message/mass/delete": Call("POST", delete),
    "/cgi-bin/message/mass/get": Call("POST", get),
    "/cgi-bin/media/uploadvideo": Call("POST", film),
}
