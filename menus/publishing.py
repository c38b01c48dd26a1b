"""From the menu as YAML to the menu on the platform."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import yaml

from menus import keys

DEFAULT = Path(__file__).with_name("default.yaml")
# docs/wechat.md, section 10. Names, keys and addresses are counted in bytes of UTF-8.
COLUMNS, CHILDREN = 3, 5
TOP_NAME, NAME, KEY, ADDRESS = 16, 60, 128, 1024
PURPOSES = ("key", "page", "buttons")

Button = Mapping[str, Any]


class BadMenu(ValueError):
    """The file holds no menu: it can't be read, or is not a mapping with `buttons`."""


class Publisher(Protocol):
    """The part of the platform's client that a menu needs."""

    def publish_menu(self, tree: dict[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one button.

    `where` names it (its column and its own name); `code` is one of count, name, key, address, purpose, unknown_key,
    page; `limit` and `actual` say how much was allowed and found, where that is what counts.
    """

    where: str
    code: str
    limit: int = 0
    actual: int = 0


def read(file: Path = DEFAULT) -> list[Button]:
    """The columns of a menu file. Raises BadMenu."""
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise BadMenu(f"{file.name}: {str(error).splitlines()[0]}") from None
    buttons = found.get("buttons") if isinstance(found, dict) else None
    if not isinstance(buttons, list) or not all(_is_button(each) for each in buttons):
        raise BadMenu(f"{file.name}: buttons is not a list of buttons")
    return buttons


def _is_button(found: Any) -> bool:
    return isinstance(found, dict) and all(
        isinstance(each, dict) for each in found.get("buttons") or () if "buttons" in found
    )


def problems(columns: list[Button], base: str) -> tuple[Problem, ...]:
    """Everything that the platform would refuse, or that nobody would answer. `base` is the pages' public address."""
    found = [] if 1 <= len(columns) <= COLUMNS else [Problem("", "count", COLUMNS, len(columns))]
    for column in columns:
        name = str(column.get("name", ""))
        found += _check(column, name, TOP_NAME, base)
        children = column.get("buttons") or []
        if "buttons" in column and not 1 <= len(children) <= CHILDREN:
            found.append(Problem(name, "count", CHILDREN, len(children)))
        for child in children:
            where = f"{name} / {child.get('name', '')}"
            found += _check(child, where, NAME, base)
            if "buttons" in child:
                found.append(Problem(where, "purpose"))
    return tuple(found)


def _check(button: Button, where: str, longest: int, base: str) -> Iterator[Problem]:
    size = _bytes(button.get("name", ""))
    if not 1 <= size <= longest:
        yield Problem(where, "name", longest, size)
    if sum(purpose in button for purpose in PURPOSES) != 1:
        yield Problem(where, "purpose")
    if "key" in button:
        key = str(button["key"])
        if not 1 <= _bytes(key) <= KEY:
            yield Problem(where, "key", KEY, _bytes(key))
        elif key not in keys.ALL:
            yield Problem(where, "unknown_key")
    if "page" in button:
        page = str(button["page"])
        if not page.startswith("/") or page.startswith("//"):
            yield Problem(where, "page")
        elif _bytes(base + page) > ADDRESS:
            yield Problem(where, "address", ADDRESS, _bytes(base + page))


def tree(columns: list[Button], base: str) -> dict[str, Any]:
    """The menu as the platform takes it; pages become addresses below `base`, which ends without a slash."""
    return {"button": [_on_platform(column, base) for column in columns]}


def _on_platform(button: Button, base: str) -> dict[str, Any]:
    if "buttons" in button:
        return {"name": button["name"], "sub_button": [_on_platform(child, base) for child in button["buttons"]]}
    if "page" in button:
        return {"type": "view", "name": button["name"], "url": base + button["page"]}
    return {"type": "click", "name": button["name"], "key": button["key"]}


def differs(published: Mapping[str, Any] | None, wanted: Mapping[str, Any]) -> bool:
    """Whether what the platform answered (menu/get, None for no menu) is another menu than the one wanted."""
    if published is None:
        return True
    menu = published.get("menu", published)
    return bool(_bare(menu.get("button", [])) != _bare(wanted["button"]))


def _bare(buttons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what the platform adds: an empty sub_button everywhere, a type on a column."""
    bare = []
    for button in buttons:
        children = _bare(button.get("sub_button") or [])
        names = ("name",) if children else ("type", "name", "key", "url")
        bare.append({name: button[name] for name in names if name in button} | {"sub_button": children})
    return bare


def publish(client: Publisher, columns: list[Button], base: str) -> dict[str, Any]:
    """Replace the menu on the platform; the tree that was sent. Raises BadMenu when `problems` finds any."""
    if found := problems(columns, base):
        raise BadMenu(f"{found[0].where}: {found[0].code}")
    wanted = tree(columns, base)
    client.publish_menu(wanted)
    return wanted


def _bytes(text: Any) -> int:
    return len(str(text).encode())
