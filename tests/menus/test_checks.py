"""What the platform would refuse in menu files, or nobody would answer, is found with its place."""

import re
from pathlib import Path

import pytest

from menus import checks, files, keys, limits
from menus.files import Problem

BASE = "http://127.0.0.1:8000"
ANSWERED = {"click": frozenset({"help.help"})}
HELP = "{name: 帮助, key: help.help}"
DEFAULT = f"buttons: [{HELP}]"
APPID = "wx0123456789abcdef"


def problems(folder: Path, **texts: str) -> list[Problem]:
    """The problems of menu files with these texts."""
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text)
    found, unread = files.read(folder)
    return [*unread, *checks.problems(found, BASE, ANSWERED, whole=not unread)]


def of_button(folder: Path, button: str) -> list[Problem]:
    """The problems of one button that stands beside a right one."""
    return problems(folder, default=f"buttons:\n  - {HELP}\n  - {button}\n")


def test_the_files_that_we_ship_have_no_problem() -> None:
    found, unread = files.read()
    assert [*unread, *checks.problems(found, BASE, {"click": keys.ALL})] == []
    assert [menu.name for menu in found] == ["default.yaml", "delegates.yaml", "staff.yaml"]


def test_every_key_is_on_the_default_menu_once() -> None:
    default = next(menu for menu in files.read()[0] if menu.rule is None)
    assert sorted(button["key"] for button in checks.buttons(default.columns) if "key" in button) == sorted(keys.ALL)


@pytest.mark.parametrize(
    "button",
    [
        "{name: 五个汉字长, page: /agenda}",
        "{name: 外站, url: 'https://example.org/a?b=1'}",
        "{name: 键, type: click, key: help.help}",
        "{name: 网页, type: view, url: 'http://localhost:8080'}",
        "{name: 扫码, type: scancode_push, key: k}",
        "{name: 拍照, type: pic_sysphoto, key: k}",
        "{name: 相册, type: pic_photo_or_album, key: k}",
        "{name: 微信图, type: pic_weixin, key: k}",
        "{name: 位置, type: location_select, key: k}",
        "{name: 素材, type: media_id, media_id: M1}",
        "{name: 图文, type: view_limited, media_id: M1}",
        "{name: 文章, type: article_id, article_id: A1}",
        "{name: 文章, type: article_view_limited, article_id: A1}",
        f"{{name: 小程序, type: miniprogram, page: /agenda, appid: {APPID}, pagepath: pages/index}}",
        f"{{name: 小程序, type: miniprogram, url: 'https://a.cn', appid: {APPID}, pagepath: pages/index}}",
        "{name: 栏, buttons: [{name: " + "二" * 20 + ", key: help.help}]}",
        "{name: 栏, buttons: [" + ", ".join([HELP] * 5) + "]}",
        "{name: 长键, type: pic_weixin, key: " + "k" * 128 + "}",
        "{name: 长址, url: 'https://a.cn/" + "p" * (1024 - 13) + "'}",
    ],
)
def test_what_the_platform_takes_is_no_problem(tmp_path: Path, button: str) -> None:
    assert of_button(tmp_path, button) == []


@pytest.mark.parametrize(
    ("button", "where", "code", "found", "limit", "actual"),
    [
        ("{name: 六个汉字太长, key: help.help}", "六个汉字太长", "name", "", 16, 18),
        ("{key: help.help}", "", "name", "", 16, 0),
        ("{name: '', key: help.help}", "", "name", "", 16, 0),
        ("{name: ' ', key: help.help}", " ", "name", "", 16, 1),
        ("{name: 2019, key: help.help}", "2019", "name_text", "2019", 0, 0),
        ('{name: "a\\nb", key: help.help}', "a\nb", "name_text", "'a\\nb'", 0, 0),
        ("{name: '\\u5927', key: help.help}", "\\u5927", "escape", "name", 0, 0),
        ("{name: 一, url: 'https://a.cn/\\u5927'}", "一", "escape", "url", 0, 0),
        ("{name: 一, page: /x, colour: red}", "一", "unknown_field", "colour", 0, 0),
        ("{name: 一, name: 二, page: /x}", "二", "twice", "name", 0, 0),
        ("{name: 一}", "一", "no_purpose", "", 0, 0),
        ("just a word", "just a word", "not_a_button", "just a word", 0, 0),
        ("{name: 一, key: help.help, page: /x}", "一", "extra_field", "url", 0, 0),
        ("{name: 一, page: /x, url: 'https://a.cn'}", "一", "extra_field", "page, url", 0, 0),
        ("{name: 一, type: dance, key: help.help}", "一", "type", "dance", 0, 0),
        ("{name: 一, type: click}", "一", "missing_field", "key", 0, 0),
        ("{name: 一, type: media_id}", "一", "missing_field", "media_id", 0, 0),
        ("{name: 一, type: click, key: help.help, media_id: M}", "一", "extra_field", "media_id", 0, 0),
        (
            f"{{name: 一, type: miniprogram, page: /x, appid: {APPID}}}",
            "一", "missing_field", "pagepath", 0, 0,
        ),
        ("{name: 一, type: miniprogram, page: /x, appid: wx1, pagepath: p}", "一", "appid", "wx1", 0, 0),
        ("{name: 一, key: agenda.yesterday}", "一", "no_handler", "agenda.yesterday", 0, 0),
        ("{name: 一, type: scancode_waitmsg, key: help.help}", "一", "no_handler", "help.help", 0, 0),
        ("{name: 一, type: pic_weixin, key: " + "k" * 129 + "}", "一", "length", "key", 128, 129),
        ("{name: 一, key: ''}", "一", "length", "key", 128, 0),
        ("{name: 一, key: 7}", "一", "length", "key", 128, 1),
        ("{name: 一, type: media_id, media_id: }", "一", "length", "media_id", 128, 0),
        ("{name: 一, url: 'https://a.cn/" + "p" * (1025 - 13) + "'}", "一", "length", "url", 1024, 1025),
        ("{name: 一, page: /" + "p" * 1003 + "}", "一", "length", "page", 1024, 1025),
        ("{name: 一, page: //elsewhere}", "一", "page", "//elsewhere", 0, 0),
        ("{name: 一, page: elsewhere}", "一", "page", "elsewhere", 0, 0),
        ("{name: 一, page: '/a b'}", "一", "page", "/a b", 0, 0),
        ("{name: 一, url: 'ftp://a.cn'}", "一", "address", "ftp://a.cn", 0, 0),
        ("{name: 一, url: 'javascript:alert(1)'}", "一", "address", "javascript:alert(1)", 0, 0),
        ("{name: 一, url: 'https:///x'}", "一", "address", "https:///x", 0, 0),
        ("{name: 一, url: 'https://a.cn/x y'}", "一", "address", "https://a.cn/x y", 0, 0),
        ("{name: 一, url: a.cn}", "一", "address", "a.cn", 0, 0),
        ("{name: 一, buttons: []}", "一", "children", "", 5, 0),
        ("{name: 一, buttons: 3}", "一", "children", "", 5, 0),
        ("{name: 一, buttons: [" + ", ".join([HELP] * 6) + "]}", "一", "children", "", 5, 6),
        ("{name: 一, key: help.help, buttons: [" + HELP + "]}", "一", "exclusive", "key", 0, 0),
        ("{name: 一, type: click, buttons: [" + HELP + "]}", "一", "exclusive", "type", 0, 0),
        (
            "{name: 一, buttons: [{name: " + "二" * 21 + ", page: /x}]}",
            "一 / " + "二" * 21, "name", "", 60, 63,
        ),
        ("{name: 一, buttons: [{name: 二, buttons: [" + HELP + "]}]}", "一 / 二", "too_deep", "", 0, 0),
    ],
)  # fmt: skip
def test_a_wrong_button(
    tmp_path: Path, button: str, where: str, code: str, found: str, limit: int, actual: int
) -> None:
    line = 0 if code == "not_a_button" else 3
    assert of_button(tmp_path, button) == [Problem("default.yaml", line, where, code, found, limit, actual)]


def test_a_menu_has_one_to_three_columns(tmp_path: Path) -> None:
    four = f"buttons: [{', '.join([HELP] * 4)}]"
    assert problems(tmp_path, default=four) == [Problem("default.yaml", 1, "", "columns", "", 3, 4)]
    assert problems(tmp_path, default="buttons: []") == [
        Problem("default.yaml", 1, "", "columns", "", 3, 0),
        Problem("", 0, "", "unused_key", "help.help"),
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("for: {tag: 代表}\nrank: 1", []),
        ("for: {client: ios}\nrank: -1", []),
        ("for: {tag: 代表, client: other}\nrank: 1", []),
        ("for: {}\nrank: 1", [("rule", "", 0, 0, 1)]),
        ("for: 代表\nrank: 1", [("rule", "", 0, 0, 1)]),
        ("for: {tag: 代表}", [("rank", "", 0, 0, 1)]),
        ("for: {tag: 代表}\nrank: first", [("rank", "first", 0, 0, 1)]),
        ("for: {tag: 代表}\nrank: true", [("rank", "True", 0, 0, 1)]),
        ("rank: 1\nfor: {tag: 代表, sex: 1}", [("rule_withdrawn", "sex", 0, 0, 2)]),
        ("rank: 1\nfor: {language: zh_CN}", [("rule_withdrawn", "language", 0, 0, 2)]),
        ("rank: 1\nfor: {tag: 代表, colour: 红}", [("rule_field", "colour", 0, 0, 2)]),
        ("rank: 1\nfor: {tag: 代表, tag: 会务}", [("rule_field", "tag", 0, 0, 2)]),
        ("rank: 1\nfor: {tag: 100}", [("tag", "100", 30, 3, 2)]),
        ("rank: 1\nfor: {tag: " + "签" * 31 + "}", [("tag", "签" * 31, 30, 31, 2)]),
        ("rank: 1\nfor: {client: nokia}", [("client", "nokia", 0, 0, 2)]),
        ("rank: 1\nfor: {tag: 代表}\ncolour: 红", [("unknown_field", "colour", 0, 0, 1)]),
    ],
)
def test_whom_a_menu_is_for(tmp_path: Path, head: str, expected: list[tuple[str, str, int, int, int]]) -> None:
    found = problems(tmp_path, default=DEFAULT, some=f"{head}\n{DEFAULT}")
    assert found == [
        Problem("some.yaml", line, "", code, what, limit, actual) for code, what, limit, actual, line in expected
    ]


def test_menus_that_do_not_go_together(tmp_path: Path) -> None:
    one, other = (f"for: {{tag: 代表}}\nrank: 1\n{DEFAULT}", f"rank: 1\nfor: {{tag: 代表}}\n{DEFAULT}")
    assert problems(tmp_path, a=one, b=other) == [
        Problem("", 0, "", "no_default"),
        Problem("b.yaml", 1, "", "same_rank", "a.yaml"),
        Problem("b.yaml", 2, "", "same_rule", "a.yaml"),
    ]
    assert problems(tmp_path, a=DEFAULT, b=f"# the second\n{DEFAULT}") == [
        Problem("b.yaml", 2, "", "two_defaults", "a.yaml")
    ]
    assert problems(tmp_path, a=DEFAULT, b=f"rank: 1\nfor: {{tag: 代表}}\n{DEFAULT}") == []


def test_menus_lead_to_at_most_three_sites(tmp_path: Path) -> None:
    sites = [f"{{name: 站, url: 'https://{name}.cn/x'}}" for name in "abc"]
    text = f"buttons: [{HELP}, {{name: 栏, buttons: [{', '.join(sites)}]}}"
    assert problems(tmp_path, default=f"{text}]") == []
    assert problems(tmp_path, default=f"{text}, {{name: 页, page: /x}}]") == [
        Problem("", 0, "", "hosts", "a.cn, b.cn, c.cn, 127.0.0.1:8000", 3, 4)
    ]


def test_a_key_that_is_answered_and_on_no_menu(tmp_path: Path) -> None:
    assert problems(tmp_path, default="buttons: [{name: 页, page: /x}]") == [
        Problem("", 0, "", "unused_key", "help.help")
    ]
    assert problems(tmp_path, staff=f"for: {{tag: 会务}}\nrank: 1\n{DEFAULT}") == []


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("buttons: [\n", 2, "syntax"), ("a: b: c", 1, "syntax"), ("[]", 0, "no_buttons"), ("", 0, "no_buttons"),
        ("buttons: 3", 0, "no_buttons"), ("buttons: {name: a}", 0, "no_buttons"),
        ("buttons: !!python/object/apply:os.getcwd []", 1, "syntax"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_menu(tmp_path: Path, text: str, line: int, code: str) -> None:
    (tmp_path / "menu.yaml").write_text(text)
    found, unread = files.read(tmp_path / "menu.yaml")
    assert (found, [(each.file, each.line, each.code) for each in unread]) == ([], [("menu.yaml", line, code)])


def test_a_missing_file_and_an_empty_folder(tmp_path: Path) -> None:
    missing = Problem("none.yaml", 0, "", "unreadable", "No such file or directory")
    assert files.read(tmp_path / "none.yaml") == ([], [missing])
    assert files.read(tmp_path) == ([], [Problem(tmp_path.name, 0, "", "no_files")])


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = "buttons:\n  - {name: 六个汉字太长, key: gone}\n  - name: 栏\n    buttons:\n      - {name: 一, url: x}\n"
    assert problems(tmp_path, default=text, broken="a: [") == [
        Problem("broken.yaml", 1, "", "syntax", "expected the node content, but found '<stream end>'"),
        Problem("default.yaml", 2, "六个汉字太长", "name", "", 16, 18),
        Problem("default.yaml", 2, "六个汉字太长", "no_handler", "gone"),
        Problem("default.yaml", 5, "栏 / 一", "address", "x"),
    ]


def test_a_file_that_can_t_be_read_is_the_only_problem(tmp_path: Path) -> None:
    (tmp_path / "default.yaml").write_bytes(DEFAULT.encode("gbk"))
    assert problems(tmp_path) == [Problem("default.yaml", 0, "", "encoding")]
    assert problems(tmp_path, default="[" * 100_000) == [Problem("default.yaml", 0, "", "syntax", "nested too deeply")]
    assert problems(tmp_path, default="buttons: [", delegates=f"for: {{tag: 代表}}\nrank: 1\n{DEFAULT}") == [
        Problem("default.yaml", 1, "", "syntax", "expected the node content, but found '<stream end>'")
    ]


def test_every_problem_has_words() -> None:
    root = Path(__file__).parents[2]
    source = "".join((root / "menus" / name).read_text() for name in ("files.py", "checks.py", "buttons.py"))
    template = (root / "templates" / "commands" / "menu_problems.txt").read_text()

    codes = set(re.findall(r'_problem\(\s*"(\w+)"', source)) | set(re.findall(r'Problem\([^"]*"", "(\w+)"', source))
    codes |= {"twice", "unknown_field"}
    assert {code for code in codes if f'"{code}"' not in template} == set()
    assert len(codes) > 25


def test_the_types_are_the_platform_s() -> None:
    assert sorted(limits.TYPES) == [
         "article_id", "article_view_limited", "click", "location_select", "media_id", "miniprogram",
         "pic_photo_or_album", "pic_sysphoto", "pic_weixin", "scancode_push", "scancode_waitmsg", "view",
         "view_limited",
    ]  # fmt: skip
