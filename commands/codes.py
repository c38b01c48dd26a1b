"""Parametric codes for commands: named in words, made on the platform when there is none that still holds."""

from datetime import datetime, timedelta
from typing import Protocol

from commands.wording import words
from congress import scenes
from congress.errors import Invalid, NotFound

DAYS = 30  # the longest that a temporary code lives (docs/wechat.md, section 11)


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


def scene_of(kind: str, key: str) -> str:
    """The scene string. Raises NoSuchScene."""
    try:
        return scenes.scene_string(kind, key)
    except (Invalid, NotFound) as error:
        reason = "unknown_key" if isinstance(error, NotFound) else str(error)
    known = scenes.keys(kind) if kind in scenes.KINDS else ()
    raise NoSuchScene(words("scene.txt", reason=reason, kind=kind, key=key, kinds=tuple(scenes.KINDS), known=known))


def ensure(client: Platform, scene: str, at: datetime) -> scenes.Code:
    """The code on record for a scene, or a new one when there is none or it has expired at `at` (the wall's time)."""
    code = scenes.code(scene)
    return code if code is not None and code.is_valid(at) else make(client, scene, at)


def make(client: Platform, scene: str, at: datetime) -> scenes.Code:
    """Create a code on the platform and put it on record. ValueError for a scene that is not one of ours."""
    parts = scenes.split(scene)
    if parts is None:
        raise ValueError(scene)
    kind, key = parts
    permanent = kind in scenes.PERMANENT
    made = client.create_code(scene, permanent, DAYS * 86_400)
    # Counted from before the call, in full days less a minute: nobody prints a code that the platform has dropped.
    expires = None if permanent else at + timedelta(seconds=made.expires_in or DAYS * 86_400, minutes=-1)
    scenes.record(kind, key, scene, made.ticket, made.url, at, expires)
    return scenes.Code(kind, key, scene, made.ticket, made.url, at, expires)


def caption(scene: str) -> tuple[str, ...]:
    """The words below a code: its title, then further lines."""
    kind, _, key = scene.partition("_")
    name = dict(scenes.keys(kind)).get(key, key)
    return tuple(words("caption.txt", kind=kind, key=key, name=name).splitlines())
