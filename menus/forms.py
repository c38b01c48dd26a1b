"""Menus in one form, whether they come from files, from the platform or from an earlier version.

Tags go by their names here: a tag's number is the account's business, and a version must be readable after years.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from menus import limits
from menus.files import Entry, MenuFile

CLIENT_OF = {number: name for name, number in limits.CLIENTS.items()}
FIELDS = ("type", "name", "key", "url", "appid", "pagepath", "media_id", "article_id")
Buttons = list[dict[str, Any]]


@dataclass(frozen=True)
class Conditional:
    """A menu for some people. `rule` is {"tag": its name, "client": ios, android or other}, either or both."""

    rule: dict[str, str]
    buttons: Buttons


@dataclass(frozen=True)
class Menus:
    """All menus of the account: the default one (None: there is none) and the others, the oldest first."""

    default: Buttons | None
    conditional: tuple[Conditional, ...] = ()

    def tags(self) -> tuple[str, ...]:
        """The tags that the rules name."""
        return tuple(dict.fromkeys(each.rule["tag"] for each in self.conditional if "tag" in each.rule))

    def dumped(self) -> str:
        """As JSON."""
        conditional = [{"rule": each.rule, "buttons": each.buttons} for each in self.conditional]
        return json.dumps({"default": self.default, "conditional": conditional}, ensure_ascii=False)


def loaded(text: str) -> Menus:
    """What `dumped` gave. Raises ValueError or KeyError for anything else."""
    found = json.loads(text)
    return Menus(found["default"], tuple(Conditional(each["rule"], each["buttons"]) for each in found["conditional"]))


def from_files(menus: list[MenuFile], base: str) -> Menus:
    """Menus without problems; pages become addresses below `base`. The highest rank is the last: it wins."""
    default = next((menu for menu in menus if menu.rule is None), None)
    others = sorted((menu for menu in menus if menu.rule is not None), key=lambda menu: menu.rank)
    return Menus(
        _written(default.columns, base) if default else None,
        tuple(Conditional(_ordered(menu.rule), _written(menu.columns, base)) for menu in others),
    )


def _written(columns: list[Entry], base: str) -> Buttons:
    found = []
    for button in columns:
        if "buttons" in button:
            found.append({"name": button["name"], "sub_button": _written(button["buttons"], base)})
            continue
        values = dict(button) | {"type": limits.type_of(button)}
        if "page" in values:
            values["url"] = base + values["page"]
        found.append({name: values[name] for name in FIELDS if name in values})
    return found


def from_platform(answer: Mapping[str, Any] | None, tags: Mapping[str, int]) -> Menus:
    """What menu/get answered (None: no menu). A tag that has no name any more keeps its number."""
    if answer is None:
        return Menus(None)
    names = {str(number): name for name, number in tags.items()}
    others = standing(answer)
    return Menus(
        _bare(answer.get("menu", {}).get("button", [])),
        tuple(Conditional(_rule(each.get("matchrule", {}), names), _bare(each["button"])) for each in others),
    )


def standing(answer: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The platform's conditional menus, the oldest first: their numbers grow."""
    found = list((answer or {}).get("conditionalmenu") or [])
    return sorted(found, key=lambda each: int(each["menuid"]))


def _bare(buttons: Buttons) -> Buttons:
    """Without what the platform adds: an empty sub_button everywhere."""
    found = []
    for button in buttons:
        if below := button.get("sub_button"):
            found.append({"name": button["name"], "sub_button": _bare(below)})
        else:
            found.append({name: button[name] for name in FIELDS if button.get(name)})
    return found


def _rule(matchrule: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    rule = {}
    for field, value in matchrule.items():
        text = str(value)
        if field in ("tag_id", "group_id") and text in names:
            rule["tag"] = names[text]
        elif field == "client_platform_type" and text:
            rule["client"] = CLIENT_OF.get(text, text)
        elif text:
            rule[field] = text  # a rule of old, that the platform no longer takes
    return _ordered(rule)


def _ordered(rule: Mapping[str, str]) -> dict[str, str]:
    """The tag first, then the kind of phone."""
    return dict(sorted(rule.items(), key=lambda item: (item[0] != "tag", item[0])))


def for_platform(each: Conditional, tags: Mapping[str, int]) -> dict[str, Any]:
    """A conditional menu as addconditional takes it. `tags` has the number of every tag that it names."""
    rule: dict[str, str] = {}
    for field, value in each.rule.items():
        if field == "tag":
            rule["tag_id"] = str(tags[value])
        elif field == "client":
            rule["client_platform_type"] = limits.CLIENTS.get(value, value)
        else:
            rule[field] = value
    return {"button": each.buttons, "matchrule": rule}
