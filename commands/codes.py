"""Parametric codes for commands: named in words, made on the platform when there is none that still holds."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from commands.wording import words
from congress import scenes
from congress.checkin import stages
from congress.errors import Invalid, NotFound
from wechat.client import PlatformDown, PlatformError
from wechat.outcomes import BadInput

DAYS = 30  # the longest that a temporary code lives (docs/wechat.md, section 11)
SHOWN = 40  # keys that a complaint lists
# The day's calls are used up; the minute's are; the platform is busy (docs/wechat.md, section 19).
QUOTA, A_MINUTE, BUSY = 45009, 45011, -1
STOPS = {QUOTA: "quota", A_MINUTE: "down", BUSY: "down"}
MINUTE = 60.0  # seconds
MINUTES = 3  # that are waited for, for one code


class Made(Protocol):
    """A code as the platform's client returns it."""

    @property
    def ticket(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def expires_in(self) -> int | None: ...


class Platform(Protocol):
    """The part of the platform's client that codes need."""

    def create_code(self, scene: str, permanent: bool, seconds: int = 2_592_000) -> Made: ...


class NoSuchScene(Exception):
    """Kind and key name nothing; the text says so in Chinese and names what there is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of making many. `why` is empty, or why it stopped before the end.

    quota: the day's calls are used up; full: the account has no permanent codes left; down: the platform does not
    answer or is busy; limit: as many as were asked for. The rest stays on the list, and the same command goes on with
    it. `refused` ones are not acceptable to the platform: trying again doesn't help.
    """

    made: int
    left: int
    why: str = ""
    refused: int = 0


def scene_of(kind: str, key: str) -> str:
    """The scene string. Raises NoSuchScene; warns of a desk that is not in the configuration: it may be mistyped."""
    try:
        scene = scenes.scene_string(kind, key)
        if kind == "desk" and stages.desks() and key not in (each.key for each in stages.desks()):
            print(words("desks.txt", key=key, desks=stages.desks()), file=sys.stderr)
        return scene
    except (Invalid, NotFound) as error:
        reason = "unknown_key" if isinstance(error, NotFound) else str(error)
    known = scenes.keys(kind) if kind in scenes.KINDS else ()
    values = {"kind": kind, "key": key, "kinds": tuple(scenes.KINDS), "known": known[:SHOWN], "all": len(known)}
    raise NoSuchScene(words("scene.txt", reason=reason, **values))


def ensure(client: Platform, scene: str, at: datetime) -> scenes.Code:
    """The code on record for a scene, or a new one when there is none or it has expired at `at`.

    `at` is the platform's time: the wall's, or the demo's clock, by which the stand-in goes too.
    """
    code = scenes.code(scene)
    return code if code is not None and code.is_made and code.is_valid(at) else make(client, scene, at)


def ensure_all(
    client: Platform,
    wanted: Sequence[str],
    now: Callable[[], datetime],
    told: Callable[[str], None] = lambda scene: None,
) -> Outcome:
    """See that all these scenes have codes that hold; `scenes.code` gives them afterwards. See `make_all`."""
    at = now()
    scenes.plan(wanted, at)
    chosen = set(wanted)
    return make_all(client, [code for code in scenes.due(at) if code.scene in chosen], now, told)


def make_all(
    client: Platform,
    due: Iterable[scenes.Code],
    now: Callable[[], datetime],
    told: Callable[[str], None] = lambda scene: None,
    *,
    limit: int | None = None,
    wait: Callable[[float], object] = time.sleep,
) -> Outcome:
    """Make codes one after another, each on record before the next: whoever is killed loses none that is on record.

    `told` hears of each. At most `limit` are made. When the minute's calls are used up it waits for the next minute;
    what else stops it, says the outcome. Raises PlatformError when the account may not make codes.
    """
    rest = list(due)
    room = scenes.MOST_PERMANENT - scenes.permanent_count()
    full = made = refused = 0
    for number, code in enumerate(rest):
        if limit is not None and made >= limit:
            return Outcome(made, len(rest) - number + full, "limit", refused)
        if code.permanent and room <= 0:
            full += 1  # temporary ones may still be made
            continue
        try:
            if scenes.is_unchanged(code):  # another process may be at the same list
                _patiently(client, code, now, wait)
                made += 1
                room -= code.permanent
        except PlatformDown:
            return Outcome(made, len(rest) - number + full, "down", refused)
        except PlatformError as error:
            if error.code in STOPS:
                return Outcome(made, len(rest) - number + full, STOPS[error.code], refused)
            if not isinstance(error.outcome, BadInput):
                raise
            refused += 1
        told(scenes.told(code.scene))
    return Outcome(made, full, "full" if full else "", refused)


def _patiently(
    client: Platform, code: scenes.Code, now: Callable[[], datetime], wait: Callable[[float], object]
) -> None:
    for _ in range(MINUTES):
        try:
            make(client, code.scene, now())
            return
        except PlatformError as error:
            if error.code != A_MINUTE:
                raise
        at = now()
        wait(MINUTE - at.second - at.microsecond / 1e6)
    make(client, code.scene, now())


def make(client: Platform, scene: str, at: datetime) -> scenes.Code:
    """Create a code on the platform and put it on record. ValueError for a scene that is not one of ours."""
    parts = scenes.split(scene)
    if parts is None:
        raise ValueError(scene)
    kind, key = parts
    permanent = scenes.is_permanent(scene)
    made = client.create_code(scene, permanent, DAYS * 86_400)
    # Counted from before the call, in full days less a minute: nobody prints a code that the platform has dropped.
    expires = None if permanent else at + timedelta(seconds=made.expires_in or DAYS * 86_400, minutes=-1)
    scenes.record(kind, key, scene, made.ticket, made.url, at, expires)
    code = scenes.code(scene)
    assert code is not None  # noqa: S101  it was put on record a line ago
    return code


def caption(scene: str) -> tuple[str, ...]:
    """The words below a code: its title, then further lines."""
    kind, _, key = scene.partition("_")
    if scenes.shown(scene) != scene:
        key = scenes.told(scene).partition(" ")[2]
    name = stages.desk_name(key) if kind == "desk" else dict(scenes.keys(kind)).get(key, key)
    return tuple(words("caption.txt", kind=kind, key=key, name=name).splitlines())
