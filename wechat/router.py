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
SPOKEN = ("text", "voice")
TAPPED, HAPPENED = "event CLICK", "event"  # the shapes of any tap and of any event


@dataclass(frozen=True, slots=True)
class Route:
    """One line of a router: any of `filters` matches; `during` restricts it to an open conversation.

    `shared`: the handler has no effect but its reply and what it remembers, and takes nothing from the Ask but its type
    and event, its key and words, the session, and of the time what the content's phases tell apart. Then what it said
    to one person is said to the next as it is.
    """

    name: str
    filters: tuple[Filter, ...]
    handler: Handler
    during: str = ""
    shared: bool = False

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

    def on(self, *filters: Filter, during: str = "", shared: bool = False) -> Callable[[Handler], Handler]:
        """Register a handler. Filters are alternatives; with `during` the route is tried only in that conversation,
        before all others, and without filters it takes every message of it. `shared`: see Route."""

        def register(handler: Handler) -> Handler:
            name = f"{self.name}.{handler.__name__}"
            self.routes.append(Route(name, filters or (anything,), handler, during, shared))
            return handler

        return register


class Table:
    """All routes in their order. A push is offered only to those that can take its shape, which most can't."""

    def __init__(self, routers: Iterable[Router]) -> None:
        """The routes as the routers have them now."""
        routes = [route for router in routers for route in router.routes]
        shapes = {shape for route in routes for each in route.filters for shape in shapes_of(each) or ()}
        self._open: dict[str, tuple[Route, ...]] = {}
        for state in {route.during for route in routes if route.during}:
            self._open[state] = tuple(route for route in routes if route.during == state)
        self._usual = {shape: _taking(shape, routes) for shape in shapes | {TAPPED, HAPPENED, ""}}

    def find(self, ask: Ask) -> tuple[Route, Captures] | None:
        """The route that takes this push. A menu tap closes an open conversation before anything is matched."""
        state = ask.session.state
        if state and ask.is_tap:
            ask.remember(state="", data=())
            state = ""
        if state:
            for route in self._open.get(state, ()):
                if (captures := route.match(ask)) is not None:
                    return route, captures
        usual = self._usual
        shape = shape_of(ask)
        routes = usual.get(shape)
        if routes is None:
            routes = usual.get(f"event {ask.event}", usual[HAPPENED]) if ask.kind == "event" else usual[""]
        for route in routes:
            if (captures := route.match(ask)) is not None:
                return route, captures
        return None


def shape_of(ask: Ask) -> str:
    """What can be told of a push without reading it: MsgType, the Event's name, a button's key."""
    if ask.kind != "event":
        return ask.kind
    return f"CLICK {ask.key}" if ask.event == "CLICK" else f"event {ask.event}"


def shaped(*shapes: str) -> Callable[[Filter], Filter]:
    """Mark a filter that never takes a push of any other shape (see `shape_of`)."""

    def mark(each: Filter) -> Filter:
        each.shapes = frozenset(shapes)  # type: ignore[attr-defined]
        return each

    return mark


def shapes_of(each: Filter) -> frozenset[str] | None:
    """The only shapes that a filter takes; None when it may take any."""
    found: frozenset[str] | None = getattr(each, "shapes", None)
    return found


def _taking(shape: str, routes: Iterable[Route]) -> tuple[Route, ...]:
    """The routes that may take a push of this shape; a tap on a button is also a tap, and every event an event."""
    kin = {shape}
    if shape.startswith("CLICK "):
        kin |= {TAPPED, HAPPENED}
    elif shape.startswith("event "):
        kin.add(HAPPENED)

    def can(route: Route) -> bool:
        return any(known is None or kin & known for known in map(shapes_of, route.filters))

    return tuple(route for route in routes if not route.during and can(route))


def anything(ask: Ask) -> Captures | None:
    """Every push: for the fallback and for conversations."""
    return NO_CAPTURES


def click(*keys: str) -> Filter:
    """A tap on a menu button with one of these keys."""
    wanted = frozenset(keys)

    @shaped(*(f"CLICK {key}" for key in keys))
    def match(ask: Ask) -> Captures | None:
        return NO_CAPTURES if ask.event == "CLICK" and ask.key in wanted else None

    match.menu_keys = wanted  # type: ignore[attr-defined]  # the test that matches keys to handlers reads it
    return match


def scan(kind: str) -> Filter:
    """A scan of a code of this kind, by a new follower or a follower; captures `key`."""
    prefix = f"{kind}_"

    @shaped("event SCAN", "event subscribe")
    def match(ask: Ask) -> Captures | None:
        return {"key": ask.scene[len(prefix) :]} if ask.scene.startswith(prefix) else None

    match.scene_kind = kind  # type: ignore[attr-defined]
    return match


def event(*names: str) -> Filter:
    """An event of one of these names (exact case)."""
    wanted = frozenset(names)

    @shaped(*(f"event {name}" for name in names))
    def match(ask: Ask) -> Captures | None:
        return NO_CAPTURES if ask.kind == "event" and ask.event in wanted else None

    return match


def kind(*names: str) -> Filter:
    """A message of one of these types."""
    wanted = frozenset(names)

    @shaped(*names)
    def match(ask: Ask) -> Captures | None:
        return NO_CAPTURES if ask.kind in wanted else None

    return match


def word(*words: str) -> Filter:
    """A message that is exactly one of these words, whatever its case and surrounding blanks or marks."""
    wanted = frozenset(each.lower() for each in words)

    @shaped(*SPOKEN)
    def match(ask: Ask) -> Captures | None:
        text = ask.text.strip(" \t\r\n　。.！!？?~～，,").lower()
        return NO_CAPTURES if text in wanted and ask.kind in SPOKEN else None

    return match
