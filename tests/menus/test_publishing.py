"""The menu: from YAML to the platform, within its limits."""

from pathlib import Path
from typing import Any

import pytest

from menus import keys, publishing
from menus.publishing import BadMenu, Problem

BASE = "http://127.0.0.1:8000"
HELP = {"name": "帮助", "key": keys.HELP}


class Platform:
    """Keeps the menu that was published and answers it as menu/get does."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] | None = None

    def publish_menu(self, tree: dict[str, Any]) -> None:
        self.kept = tree

    def menu(self) -> dict[str, Any] | None:
        return None if self.kept is None else {"menu": {"button": self._answered(self.kept["button"])}}

    def _answered(self, buttons: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**button, "sub_button": self._answered(button.get("sub_button", []))} for button in buttons]


def used(columns: list[Any]) -> list[str]:
    found = []
    for column in columns:
        found += [column["key"]] if "key" in column else used(column.get("buttons", []))
    return found


def test_every_key_is_used_once_and_every_used_key_exists() -> None:
    assert sorted(used(publishing.read())) == sorted(keys.ALL)


def test_the_default_menu_keeps_the_limits() -> None:
    assert publishing.problems(publishing.read(), BASE) == ()


def test_the_columns_are_the_congress_s() -> None:
    assert [column["name"] for column in publishing.read()] == ["大会服务", "大会聚焦", "代表风采"]


def test_taps_and_pages_become_the_platform_s_buttons() -> None:
    columns = [
        {"name": "大会服务", "buttons": [{"name": "用餐", "key": keys.MEALS}, {"name": "全部", "page": "/services"}]},
        HELP,
    ]
    assert publishing.tree(columns, BASE) == {
        "button": [
            {
                "name": "大会服务",
                "sub_button": [
                    {"type": "click", "name": "用餐", "key": "guide.meals"},
                    {"type": "view", "name": "全部", "url": "http://127.0.0.1:8000/services"},
                ],
            },
            {"type": "click", "name": "帮助", "key": "help.help"},
        ]
    }


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ([], [Problem("", "count", 3, 0)]),
        ([HELP] * 4, [Problem("", "count", 3, 4)]),
        ([{"name": "一", "buttons": []}], [Problem("一", "count", 5, 0)]),
        ([{"name": "一", "buttons": [HELP] * 6}], [Problem("一", "count", 5, 6)]),
        ([{"name": "五个汉字长", "key": keys.HELP}], []),
        ([{"name": "六个汉字太长", "key": keys.HELP}], [Problem("六个汉字太长", "name", 16, 18)]),
        ([{"key": keys.HELP}], [Problem("", "name", 16, 0)]),
        (
            [{"name": "一", "buttons": [{"name": "二" * 21, "key": keys.HELP}]}],
            [Problem("一 / " + "二" * 21, "name", 60, 63)],
        ),
        ([{"name": "一", "key": "k" * 129}], [Problem("一", "key", 128, 129)]),
        ([{"name": "一", "key": "agenda.yesterday"}], [Problem("一", "unknown_key")]),
        ([{"name": "一", "page": "/" + "p" * 1003}], [Problem("一", "address", 1024, 1025)]),
        ([{"name": "一", "page": "//elsewhere"}], [Problem("一", "page")]),
        ([{"name": "一"}], [Problem("一", "purpose")]),
        ([{"name": "一", "key": keys.HELP, "page": "/x"}], [Problem("一", "purpose")]),
        (
            [{"name": "一", "buttons": [{"name": "二", "buttons": [HELP]}]}],
            [Problem("一 / 二", "purpose")],
        ),
    ],
)
def test_what_the_platform_would_refuse_is_found_before(columns: list[Any], expected: list[Problem]) -> None:
    assert list(publishing.problems(columns, BASE)) == expected


def test_publishing_twice_finds_no_difference() -> None:
    platform, columns = Platform(), publishing.read()
    wanted = publishing.tree(columns, BASE)
    assert publishing.differs(platform.menu(), wanted)
    assert publishing.publish(platform, columns, BASE) == wanted
    assert platform.kept == wanted
    assert not publishing.differs(platform.menu(), wanted)
    assert publishing.differs(platform.menu(), publishing.tree(columns, "https://example.org"))
    assert publishing.differs(platform.menu(), {"button": wanted["button"][::-1]})


def test_a_menu_with_problems_is_not_published() -> None:
    platform = Platform()
    with pytest.raises(BadMenu):
        publishing.publish(platform, [{"name": "一"}], BASE)
    assert platform.kept is None


@pytest.mark.parametrize(
    "text", ["buttons: [", "[]", "buttons: 3", "buttons: [3]", "buttons: [{name: a, buttons: [b]}]", ""]
)
def test_a_file_that_holds_no_menu_is_one_clear_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "menu.yaml"
    file.write_text(text)
    with pytest.raises(BadMenu, match=r"^menu\.yaml: "):
        publishing.read(file)


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BadMenu, match=r"^none\.yaml: "):
        publishing.read(tmp_path / "none.yaml")
