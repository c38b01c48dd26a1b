"""The default menu and the conditional ones, and which of them a person sees (docs/wechat.md, section 10)."""

import threading
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from simulator.account.people import People
from simulator.account.tags import Tags
from simulator.clock import Clock
from simulator.events import Events
from simulator.store import Store
from simulator.switches import Switches

FIRST_ID = 400_000_001

Menu = dict[str, Any]


class Menus:
    """What was published, as JSON; a conditional menu has `matchrule` and `menuid` beside `button`."""

    def __init__(
        self, store: Store, events: Events, clock: Clock, switches: Switches, people: People, tags: Tags
    ) -> None:
        self._store = store
        self._events = events
        self._clock = clock
        self._switches = switches
        self._people = people
        self._tags = tags
        self._lock = threading.Lock()
        # What each phone fetched, and when in shown time: a restart of the stand-in is one of all phones.
        self._fetched: dict[str, tuple[float, Menu | None]] = {}

    def default(self) -> Menu | None:
        """The menu of everyone whom no rule matches."""
        return self._store.get("menu")

    def conditional(self) -> list[Menu]:
        """The conditional menus, oldest first."""
        return list(self._store.get("conditional_menus", []))

    def create(self, menu: Menu) -> None:
        """Publish the default menu; no page says whether the conditional ones stay."""
        with self._lock, self._store.together():
            self._store.put("menu", menu)
            if self._switches.on("menu_create_clears"):
                self._store.put("conditional_menus", [])
            self._store.put("menu_id", self._next_id())
        self._tell()

    def delete(self) -> None:
        """Take the default menu and the conditional ones away."""
        with self._lock, self._store.together():
            self._store.put("menu", None)
            self._store.put("conditional_menus", [])
        self._tell()

    def add(self, menu: Menu, rule: Mapping[str, str]) -> int:
        """Publish a conditional menu; its id."""
        with self._lock, self._store.together():
            number = self._next_id()
            added = {"button": menu["button"], "matchrule": dict(rule), "menuid": number}
            self._store.put("conditional_menus", [*self.conditional(), added])
        self._tell()
        return number

    def remove(self, number: int) -> bool:
        """Take one conditional menu away; False if there is none with that id."""
        with self._lock, self._store.together():
            kept = [menu for menu in self.conditional() if menu["menuid"] != number]
            found = len(kept) < len(self.conditional())
            self._store.put("conditional_menus", kept)
        if found:
            self._tell()
        return found

    def default_id(self) -> int:
        """The default menu's id."""
        return int(self._store.get("menu_id", FIRST_ID))

    def match(self, openid: str) -> Menu | None:
        """The menu that is right for that person now: of the rules that fit, the newest wins."""
        menu = self.default()
        if menu is None:
            return None
        tags = [str(tag) for tag in self._tags.of(openid)]
        if self._switches.text("menu_tag") == "last":
            tags = tags[-1:]
        platform = str(self._people.platform(openid))
        for conditional in reversed(self.conditional()):
            rule = conditional["matchrule"]
            if rule.get("tag_id") in (None, *tags) and rule.get("client_platform_type") in (None, platform):
                return {"button": conditional["button"], "menuid": conditional["menuid"]}
        return menu

    def shown_to(self, openid: str) -> Menu | None:
        """The menu on that person's phone, which asks again only after a while."""
        now, patience = self._clock.shown(), self._switches.number("menu_refetch_seconds")
        if not patience:
            return self.match(openid)
        with self._lock:
            if openid in self._fetched and 0 <= now - self._fetched[openid][0] < patience:
                return self._fetched[openid][1]
        menu = self.match(openid)
        with self._lock:
            self._fetched[openid] = (now, menu)
        return menu

    def forget(self, openid: str) -> None:
        """Someone unfollowed: with the next follow the phone asks anew."""
        with self._lock:
            self._fetched.pop(openid, None)

    def id_of(self, menu: Mapping[str, Any]) -> int:
        """The id of a menu that a phone shows."""
        return int(menu.get("menuid") or self.default_id())

    def media_ids(self) -> set[str]:
        """The material that buttons name."""
        return {button["media_id"] for button in self._buttons() if "media_id" in button}

    def hosts(self) -> set[str]:
        """The hosts that the conditional menus lead to."""
        return hosts({"button": [button for menu in self.conditional() for button in menu["button"]]})

    def _buttons(self) -> Iterator[dict[str, Any]]:
        for menu in (self.default(), *self.conditional()):
            yield from leaves(menu or {"button": []})

    def _next_id(self) -> int:
        number = int(self._store.get("next_menu", FIRST_ID))
        self._store.put("next_menu", number + 1)
        return number

    def _tell(self) -> None:
        self._events.tell("menu", menu=self.default())


def leaves(menu: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The buttons that do something."""
    for button in menu["button"]:
        yield from button["sub_button"] or [button]


def hosts(menu: Mapping[str, Any]) -> set[str]:
    """The hosts that a menu leads to."""
    return {urlsplit(button["url"]).netloc for button in leaves(menu) if "url" in button}
