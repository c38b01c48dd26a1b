"""Menus onto the platform: all of them, or none."""

from collections.abc import Mapping
from typing import Any, Protocol

from menus import forms
from menus.forms import Menus


class Publisher(Protocol):
    """The part of the platform's client that menus need."""

    def menu(self) -> dict[str, Any] | None: ...
    def publish_menu(self, tree: dict[str, Any]) -> None: ...
    def delete_menu(self) -> None: ...
    def add_conditional_menu(self, tree: dict[str, Any]) -> str: ...
    def delete_conditional_menu(self, menuid: str) -> None: ...
    def tags(self) -> dict[str, int]: ...
    def create_tag(self, name: str) -> int: ...


class NotPublished(Exception):
    """The platform refused or was gone in the middle; the cause says which.

    `restored` tells whether the menus from before are back in place.
    """

    def __init__(self, restored: bool) -> None:
        super().__init__("restored" if restored else "not restored")
        self.restored = restored


def present(client: Publisher) -> Menus:
    """The menus on the platform."""
    return forms.from_platform(client.menu(), client.tags())


def replace(client: Publisher, old: Menus, new: Menus) -> None:
    """Put `new` in the place of `old`. The platform has no such step of its own: whatever fails on the way (a person
    who presses Ctrl-C too) makes us put `old` back. Raises NotPublished."""
    try:
        _put(client, new)
    except (Exception, KeyboardInterrupt) as error:
        try:
            _put(client, old)
        except Exception as second:  # noqa: BLE001  whatever the client raises: the first failure is what is told
            error.add_note(f"and then: {second}")
            raise NotPublished(False) from error
        raise NotPublished(True) from error


def _put(client: Publisher, wanted: Menus) -> None:
    """Make the platform have exactly these menus, from whatever state it is in."""
    if wanted.default is None:
        if client.menu() is not None:  # else the platform may answer that there is none to delete
            client.delete_menu()
        return
    tags = _with_numbers(client, wanted)
    if forms.from_platform(client.menu(), tags).default != wanted.default:
        client.publish_menu({"button": wanted.default})
    # Asked again: whether a new default menu takes the conditional ones away, the platform's documents leave open.
    answer = client.menu()
    standing, found = forms.standing(answer), forms.from_platform(answer, tags).conditional
    # The newest rule wins, so that the order counts: what comes after the first difference is made anew.
    same = 0
    while found[same : same + 1] == wanted.conditional[same : same + 1] != ():
        same += 1
    for each in standing[same:]:
        client.delete_conditional_menu(str(each["menuid"]))
    for menu in wanted.conditional[same:]:
        client.add_conditional_menu(forms.for_platform(menu, tags))


def _with_numbers(client: Publisher, wanted: Menus) -> Mapping[str, int]:
    """Tags' numbers by name; those that the account lacks are created."""
    tags = dict(client.tags())
    for name in wanted.tags():
        if name not in tags:
            tags[name] = client.create_tag(name)
    return tags
