"""Choosing templates for subscription notifications (docs/wechat.md, section 13)."""

from collections.abc import Mapping
from typing import Any

from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.notices.shelf import LIBRARY, LIMIT, Shelf, Template

KEYWORDS = range(2, 6)  # so many keywords a template may have
SCENE_LIMIT = 15  # characters
TITLES_LIMIT = 30
ONCE, LONG_TERM = 2, 3


def categories(given: Given) -> dict[str, Any]:
    """GET /wxaapi/newtmpl/getcategory."""
    return OK | {"data": [{"id": number, "name": name} for number, name in LIBRARY["categories"].items()]}


def titles(given: Given) -> dict[str, Any]:
    """GET /wxaapi/newtmpl/getpubtemplatetitles: of the categories in `ids`, from `start`, `limit` of them."""
    ids = given.query.get("ids", "").split(",")
    if ids == [""]:
        raise ApiError(200018)
    if not all(number.isdecimal() and int(number) in LIBRARY["categories"] for number in ids):
        raise ApiError(200019)
    start, limit = given.query.get("start", ""), given.query.get("limit", "")
    if not start.isdecimal():
        raise ApiError(200016)
    if not limit.isdecimal() or not 0 < int(limit) <= TITLES_LIMIT:
        raise ApiError(200017)
    found = [
        {"tid": title["tid"], "title": title["title"], "type": title["type"], "categoryId": str(title["category"])}
        for title in LIBRARY["titles"]
        if str(title["category"]) in ids
    ]
    return OK | {"count": len(found), "data": found[int(start) : int(start) + int(limit)]}


def keywords(given: Given) -> dict[str, Any]:
    """GET /wxaapi/newtmpl/getpubtemplatekeywords: what a title offers."""
    title = _title(given.query.get("tid", ""))
    data = [{name: word[name] for name in ("kid", "name", "example", "rule")} for word in title["keywords"]]
    return OK | {"count": len(data), "data": data}


def add(given: Given) -> dict[str, Any]:
    """POST /wxaapi/newtmpl/addtemplate: a title with two to five of its keywords, in the order given."""
    title = _title(str(given.json.get("tid") or ""))
    offered = {word["kid"]: word for word in title["keywords"]}
    kids = given.json.get("kidList")
    if not isinstance(kids, list) or not all(isinstance(kid, int) and kid in offered for kid in kids):
        raise ApiError(200020)
    if len(kids) not in KEYWORDS or len(set(kids)) < len(kids):
        raise ApiError(200020)
    scene = given.json.get("sceneDesc")
    if not isinstance(scene, str) or not 0 < len(scene) <= SCENE_LIMIT:
        raise ApiError(200021)
    fields = {f"{offered[kid]['rule']}{kid}": _words(offered[kid]) for kid in kids}
    seed = {"title": title["title"], "long_term": title["type"] == LONG_TERM, "fields": fields}
    template = _shelf(given).add(seed)
    if template is None:
        raise ApiError(200012, limit=str(LIMIT))
    return OK | {"priTmplId": template.template_id}


def listed(given: Given) -> dict[str, Any]:
    """GET /wxaapi/newtmpl/gettemplate: those that the application has."""
    return OK | {"data": [_listed(template) for template in _shelf(given).all()]}


def remove(given: Given) -> dict[str, Any]:
    """POST /wxaapi/newtmpl/deltemplate."""
    if not _shelf(given).remove(str(given.json.get("priTmplId") or "")):
        raise ApiError(40037)
    return OK


def _shelf(given: Given) -> Shelf:
    return given.platform.notifications.subscribable[given.app.appid]


def _title(tid: str) -> Mapping[str, Any]:
    for title in LIBRARY["titles"]:
        if str(title["tid"]) == tid:
            found: Mapping[str, Any] = title
            return found
    raise ApiError(200014)


def _words(word: Mapping[str, Any]) -> list[Any]:
    return [word["name"], word["example"], *([word["choices"]] if "choices" in word else [])]


def _listed(template: Template) -> dict[str, Any]:
    enums = [{"keywordCode": f"{field.name}.DATA", "enumValueList": list(field.choices)} for field in template.fields]
    return {
        "priTmplId": template.template_id,
        "title": template.title,
        "content": template.content,
        "example": template.example,
        "type": LONG_TERM if template.long_term else ONCE,
        "keywordEnumValueList": [enum for enum in enums if enum["enumValueList"]],
    }


CALLS = {
    "/wxaapi/newtmpl/getcategory": Call("GET", categories),
    "/wxaapi/newtmpl/getpubtemplatetitles": Call("GET", titles),
    "/wxaapi/newtmpl/getpubtemplatekeywords": Call("GET", keywords),
    "/wxaapi/newtmpl/addtemplate": Call("POST", add),
    "/wxaapi/newtmpl/gettemplate": Call("GET", listed),
    "/wxaapi/newtmpl/deltemplate": Call("POST", remove),
}
