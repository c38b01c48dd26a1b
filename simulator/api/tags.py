"""Tags of followers (docs/wechat.md, section 14)."""

from typing import Any

from simulator.account.tags import STARRED, Busy
from simulator.api import openids
from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError

MOST_TAGS = 100  # of an account
MOST_OF_ONE = 20  # of a person
NAME = 30
BATCH = 50
PAGE = 10_000
MOST_DELETED = 100_000  # a tag with more followers can't be deleted at once


def create(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/tags/create."""
    tags, name = given.platform.tags, _name(given, _tag(given))
    if sum(1 for tag, _, _ in tags.all() if tag != STARRED) >= MOST_TAGS:
        raise ApiError(45056)
    return {"tag": {"id": tags.create(name), "name": name}}


def listed(given: Given) -> dict[str, Any]:
    """GET /cgi-bin/tags/get."""
    return {"tags": [{"id": tag, "name": name, "count": count} for tag, name, count in given.platform.tags.all()]}


def update(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/tags/update."""
    tag = _own(given)
    given.platform.tags.rename(tag, _name(given, _tag(given), tag))
    _tell(given, given.platform.tags.members(tag))
    return OK


def delete(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/tags/delete."""
    tag = _own(given)
    if given.platform.tags.count(tag) > MOST_DELETED:
        raise ApiError(45057)
    carriers = given.platform.tags.members(tag)
    given.platform.tags.delete(tag)
    _tell(given, carriers)
    return OK


def put(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/tags/members/batchtagging."""
    return _tagging(given, True)


def take(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/tags/members/batchuntagging."""
    return _tagging(given, False)


def of_one(given: Given) -> dict[str, Any]:
    """POST /cgi-bin/tags/getidlist."""
    return {"tagid_list": given.platform.tags.of(openids.one(given, given.json.get("openid")).openid)}


def members(given: Given) -> dict[str, Any]:
    """POST or GET /cgi-bin/user/tag/get: followers with that tag."""
    tag = _existing(given, given.json.get("tagid", given.query.get("tagid")))
    after = str(given.json.get("next_openid") or given.query.get("next_openid") or "")
    found = openids.page(given.platform.tags.members(tag), after, PAGE)
    answer: dict[str, Any] = {"count": len(found)}
    return answer | ({"data": {"openid": found}, "next_openid": found[-1]} if found else {})


def _tagging(given: Given, on: bool) -> dict[str, Any]:
    """Tag or untag up to fifty people; when some of them are wrong, the others are done and 45171 names those."""
    tags, wanted = given.platform.tags, openids.several(given, "openid_list", BATCH)
    tag = _existing(given, given.json.get("tagid"))
    right, wrong, error = [], [], None
    for openid in dict.fromkeys(str(one) for one in wanted):
        try:
            right.append(openids.one(given, openid).openid)
        except ApiError as refused:
            wrong.append(openid)
            error = refused
    if error is not None and (not right or not given.platform.switches.on("tag_partly")):
        raise error
    try:
        with tags.tagging(right):
            if on and any(len(set(tags.of(openid)) - {tag}) >= MOST_OF_ONE for openid in right):
                raise ApiError(45059)
            (tags.put if on else tags.take)(right, tag)
    except Busy:
        raise ApiError(45169) from None
    _tell(given, right)
    if wrong:
        raise ApiError(45171, {"fail_openid_list": wrong})
    return OK


def _tag(given: Given) -> dict[str, Any]:
    tag = given.json.get("tag")
    if not isinstance(tag, dict):
        raise ApiError(47001)
    return tag


def _own(given: Given) -> int:
    """The id of a tag that the account made itself."""
    tag = _tag(given).get("id")
    if str(tag) in ("0", "1", str(STARRED)):
        raise ApiError(45058)
    return _existing(given, tag)


def _existing(given: Given, tag: Any) -> int:
    """The id of a tag that there is; numbers as text are accepted. Raises ApiError 45159."""
    text = str(tag) if isinstance(tag, int | str) and not isinstance(tag, bool) else ""
    if not text.isdecimal() or not given.platform.tags.exists(int(text)):
        raise ApiError(45159)
    return int(text)


def _name(given: Given, tag: dict[str, Any], own: int | None = None) -> str:
    name = tag.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ApiError(45157)
    if len(name.encode() if given.platform.switches.on("tag_name_bytes") else name) > NAME:
        raise ApiError(45158)
    if given.platform.tags.id_of(name) not in (None, own):
        raise ApiError(45157)
    return name


def _tell(given: Given, changed: list[str]) -> None:
    """Phones show tags, and the menu that goes with them."""
    for openid in changed:
        user = given.platform.store.user(openid)
        if user is not None:
            given.platform.tell_user(user)


CALLS = {
    "/cgi-bin/tags/create": Call("POST", create),
    "/cgi-bin/tags/get": Call("GET", listed),
    "/cgi-bin/tags/update": Call("POST", update),
    "/cgi-bin/tags/delete": Call("POST", delete),
    "/cgi-bin/tags/members/batchtagging": Call("POST", put),
    "/cgi-bin/tags/members/batchuntagging": Call("POST", take),
    "/cgi-bin/tags/getidlist": Call("POST", of_one),
    "/cgi-bin/user/tag/get": Call("ANY", members),
}
