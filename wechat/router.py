"""Routes: which handler answers which push. Order is what is written; the first match wins."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wechat.inbound import Ask
from wechat.replies import Reply

Captures = Mapping[str, Any]
# A filter says None (not mine) or what it captured; captures are handed to the handler by name.
Filter = Callable[[Ask], Captures | None]
Handler = Callable[..., Reply]
NO_CAPTURES: Captures = {}


@dataclass(frozen=True, slots=True)
class Route:
    """One line of a router: any of `filters` matches; `during` restricts it to an open conversation."""

    name: str
    filters: tuple[Filter, ...]
    handler: Handler
    during: str = ""

    def match(self, ask: Ask) -> Captures | None:
        """The captures of the first filter that matches, or None."""
        for each in self.filters:
            captures = each(ask)
            if captures is not None:
                return captures
        return None


class Router:
    """The routes of one topic."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.routes: list[Route] = []

    def on(self, *filters: Filter, during: str = "") -> Callable[[Handler], Handler]:
        """Register a handler. Filters are alternatives; with `during` the route is tried only in that conversation,
        before all others, and without filters it takes every message of it."""

        def register(handler: Handler) -> Handler:
            name = f"{self.name}.{handler.__name__}"
            self.routes.append(Route(name, filters or (anything,), handler, during))
            return handler

        return register


def find(routers: Iterable[Router], ask: Ask) -> tuple[Route, Captures] | None:
    """The route that takes this push. A menu tap closes an open conversation before anything is matched."""
    state = ask.session.state
    if state and ask.is_tap:
        ask.remember(state="", data=())
        state = ""
    if state:
        for router in routers:
            for route in router.routes:
                if route.during == state and (captures := route.match(ask)) is not None:
                    return route, captures
    for router in routers:
        for route in router.routes:
            if not route.during and (captures := route.match(ask)) is not None:
                return route, captures
    return None


def anything(ask: Ask) -> Captures | None:
    """Every push: for the fallback and for conversations."""
    return NO_CAPTURES


def click(*keys: str) -> Filter:
    """A tap on a menu button with one of these keys."""
    wanted = frozenset(keys)

    def match(ask: Ask) -> Captures | None:
        return NO_CAPTURES if ask.event == "CLICK" and ask.key in wanted else None

    match.menu_keys = wanted  # type: ignore[attr-defined]  # the test that matches keys to handlers reads it
    return match


def scan(kind: str) -> Filter:
    """A scan of a code of this kind, by a new follower or a follower; captures `key`."""
    prefix = f"{kind}_"

    def match(ask: Ask) -> Captures | None:
        return {"key": ask.scene[len(prefix) :]} if ask.scene.startswith(prefix) else None

    match.scene_kind = kind  # type: ignore[attr-defined]
    return match


def event(*names: str) -> Filter:
    """An event of one of these names (exact case)."""
    wanted = frozenset(names)

    def match(ask: Ask) -> Captures | None:
        return NO_CAPTURES if ask.kind == "event" and ask.event in wanted else None

    return match


def kind(*names: str) -> Filter:
    """A message of one of these types."""
    wanted = frozenset(names)

    def match(ask: Ask) -> Captures | None:
        return NO_CAPTURES if ask.kind in wanted else None

    return match


def word(*words: str) -> Filter:
    """A message that is exactly one of these words, whatever its case and surrounding blanks or marks."""
    wanted = frozenset(each.lower() for each in words)

    def match(ask: Ask) -> Captures | None:
        text = ask.text.strip(" \t\r\n　。.！!？?~～，,").lower()
        return NO_CAPTURES if text in wanted and ask.kind in ("text", "voice") else None

    return match
