"""Menu files as commands need them: without problems, and put on the platform with what they replace kept."""

from datetime import datetime
from pathlib import Path

from commands.wording import words
from congress import menu_versions
from menus import checks, files, forms, publishing
from menus.forms import Menus


class BadMenus(Exception):
    """The files have problems; the text names all of them, in Chinese, with their places."""


def wanted(path: Path, base: str) -> Menus:
    """The menus of a folder or file. `base` is the pages' public address. Raises BadMenus."""
    found, unread = files.read(path)
    if problems := [*unread, *checks.problems(found, base, answered(), whole=not unread)]:
        raise BadMenus(words("menu_problems.txt", problems=problems))
    return forms.from_files(found, base)


def answered() -> checks.Answered:
    """The keys that handlers take, by the type of button that sends them."""
    import handlers

    keys: set[str] = set()
    for router in handlers.ROUTERS:
        for route in router.routes:
            for each in route.filters:
                keys |= getattr(each, "menu_keys", frozenset())
    return {"click": keys}


def replace(client: publishing.Publisher, old: Menus, new: Menus, at: datetime, by: str, why: str) -> int:
    """Put `new` on the platform and keep `old` as a version: its number. Raises publishing.NotPublished.

    Kept before anything is sent: whoever is killed half-way can roll back. Dropped again when `old` was restored.
    """
    number = menu_versions.keep(old.dumped(), at, by, why)
    try:
        publishing.replace(client, old, new)
    except publishing.NotPublished as error:
        if error.restored:
            menu_versions.forget(number)
        raise
    return number
