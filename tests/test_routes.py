"""Every menu key and every scene kind has a handler, and every handler's key is one that somebody can send."""

from pathlib import Path

import yaml

import handlers
from congress import scenes
from menus import keys

MENUS = Path(__file__).parents[1] / "menus"


def marked(name: str) -> set[str]:
    found: set[str] = set()
    for router in handlers.ROUTERS:
        for route in router.routes:
            for each in route.filters:
                value = getattr(each, name, None)
                found |= {value} if isinstance(value, str) else set(value or ())
    return found


def keys_in_menus() -> set[str]:
    found = set()
    for path in MENUS.glob("*.yaml"):
        tree = yaml.safe_load(path.read_text())
        todo = list(tree["buttons"])
        while todo:
            button = todo.pop()
            todo += button.get("buttons", [])
            found |= {button["key"]} if "key" in button else set()
    return found


def test_menu_keys_and_handlers_match():
    assert marked("menu_keys") == keys_in_menus() == keys.ALL


def test_scene_kinds_and_handlers_match():
    assert marked("scene_kind") == set(scenes.KINDS)


def test_the_last_route_takes_everything():
    last = handlers.ROUTERS[-1].routes[-1]
    assert (last.during, [each.__name__ for each in last.filters]) == ("", ["anything"])


def test_no_two_routers_share_a_name():
    names = [router.name for router in handlers.ROUTERS]
    assert len(names) == len(set(names))
