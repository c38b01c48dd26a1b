"""Menus put on a platform that refuses, where there were none before."""

from typing import Any

import pytest

from menus import publishing
from menus.forms import Menus
from wechat.failures import PlatformError

WANTED = Menus([{"name": "帮助", "type": "click", "key": "help.help"}])


class Empty:
    """A platform without menus that takes none, and says so when there is nothing to delete."""

    def menu(self) -> dict[str, Any] | None:
        return None

    def publish_menu(self, tree: dict[str, Any]) -> None:
        raise PlatformError(40018, "invalid button name size")

    def delete_menu(self) -> None:
        raise PlatformError(46003, "menu no exist")

    def add_conditional_menu(self, tree: dict[str, Any]) -> str:
        raise PlatformError(65303, "there is no selfmenu")

    def delete_conditional_menu(self, menuid: str) -> None:
        raise PlatformError(65301, "menuid not exist")

    def tags(self) -> dict[str, int]:
        return {}

    def create_tag(self, name: str) -> int:
        return 100


def test_where_no_menu_was_none_needs_to_be_restored():
    platform = Empty()
    with pytest.raises(publishing.NotPublished) as told:
        publishing.replace(platform, publishing.present(platform), WANTED)
    assert (told.value.restored, str(told.value.__cause__)) == (True, "40018 invalid button name size")
