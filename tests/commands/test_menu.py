"""`server.py menu`, against the stand-in: what is on the platform afterwards, and what staff read."""

import json
from pathlib import Path
from typing import Any

import pytest

import commands
from congress import menu_versions
from menus import files, forms
from tests.commands.conftest import StandIn, awaited, start

DEFAULT = """
buttons:
  - {name: 今日议程, key: agenda.today}
  - name: 服务
    buttons: [{name: 用餐, key: guide.meals}, {name: 全部, page: /services}]
  - {name: 帮助, key: help.help}
"""
TAGGED = """
for: {tag: 代表}
rank: 1
buttons: [{name: 现在, key: agenda.now}, {name: 帮助, key: help.help}]
"""
PHONES = """
for: {client: android, tag: 代表}
rank: 2
buttons: [{name: 安卓, key: help.help}]
"""


@pytest.fixture
def folder(stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three menu files; only their keys are answered."""
    found = tmp_path / "menus"
    found.mkdir()
    for name, text in (("default", DEFAULT), ("delegates", TAGGED), ("phones", PHONES)):
        (found / f"{name}.yaml").write_text(text)
    used = {"agenda.today", "guide.meals", "help.help", "agenda.now"}
    monkeypatch.setattr("commands.menus.answered", lambda: {"click": used})
    return found


class Shell:
    """Runs `menu` on the folder; keeps what was said."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def __call__(self, *args: str, code: int = 0) -> list[str]:
        assert commands.main(["menu", *args, "--file", str(self.folder), "--by", "小李"]) == code
        said = self.capsys.readouterr()
        return (said.err if code else said.out).splitlines()


@pytest.fixture
def menu(folder: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(folder, capsys)


def on_platform(stand_in: StandIn) -> tuple[Any, list[Any]]:
    """The default menu's buttons, and rule and buttons of the others, as the stand-in keeps them."""
    menus = stand_in.platform.menus
    default = menus.default()
    tags = {str(number): name for number, name, _ in stand_in.platform.tags.all()}
    others = [
        ({**each["matchrule"], "tag_id": tags[each["matchrule"]["tag_id"]]}, names(each["button"]))
        for each in menus.conditional()
    ]
    return names(default["button"]) if default else None, others


def names(buttons: list[dict[str, Any]]) -> list[Any]:
    return [[each["name"], *names(each["sub_button"])] if each["sub_button"] else each["name"] for each in buttons]


def nth(place: int) -> str:
    """The number of the version that was kept first, second ...: servers go on counting where a test before ended."""
    return str(sorted(each.number for each in menu_versions.versions())[place - 1])


WHOLE = (
    ["今日议程", ["服务", "用餐", "全部"], "帮助"],
    [({"tag_id": "代表"}, ["现在", "帮助"]), ({"tag_id": "代表", "client_platform_type": "2"}, ["安卓"])],
)


def test_publishing_shows_the_difference_and_makes_tags_and_menus(stand_in: StandIn, menu: Shell) -> None:
    said = menu("publish")
    assert said[:6] == ["【默认菜单】新增", "+ 今日议程  点击 agenda.today", "+ 服务", "+   用餐  点击 guide.meals",
                        "+   全部  网页 http://127.0.0.1:8000/services", "+ 帮助  点击 help.help"]  # fmt: skip
    assert said[6:10] == ["【标签“代表”的菜单】新增", "+ 现在  点击 agenda.now", "+ 帮助  点击 help.help",
                          "【标签“代表”，安卓手机的菜单】新增"]  # fmt: skip
    assert said[-1] == f"换下的菜单已存为版本 {nth(1)}，要恢复请运行：server.py menu rollback {nth(1)}"
    assert on_platform(stand_in) == WHOLE


def test_publishing_again_sends_nothing(stand_in: StandIn, menu: Shell) -> None:
    menu("publish")
    assert menu("publish") == ["平台上的菜单与文件一致，没有改动。"]
    assert menu("diff") == ["平台上的菜单与文件一致，没有改动。"]
    assert stand_in.calls("/cgi-bin/menu/create") == ["ok"]
    assert stand_in.calls("/cgi-bin/menu/addconditional") == ["ok", "ok"]
    assert stand_in.calls("/cgi-bin/tags/create") == ["ok"]


def test_the_difference_names_each_button_that_goes_or_comes(menu: Shell, folder: Path) -> None:
    menu("publish")
    (folder / "default.yaml").write_text(DEFAULT.replace("{name: 用餐, key", "{name: 用餐和住宿, key"))
    (folder / "phones.yaml").unlink()
    assert menu("diff") == [
        "【默认菜单】有改动",
        "  今日议程  点击 agenda.today",
        "  服务",
        "-   用餐  点击 guide.meals",
        "+   用餐和住宿  点击 guide.meals",
        "    全部  网页 http://127.0.0.1:8000/services",
        "  帮助  点击 help.help",
        "【标签“代表”的菜单】没有改动",
        "【标签“代表”，安卓手机的菜单】删除",
        "- 安卓  点击 help.help",
        "",
        "（- 平台上现有，将去掉；+ 文件中有，将加上）",
        "运行 server.py menu publish 发布。",
    ]


def test_a_new_order_of_ranks_is_a_difference(stand_in: StandIn, menu: Shell, folder: Path) -> None:
    menu("publish")
    (folder / "phones.yaml").write_text(PHONES.replace("rank: 2", "rank: 0"))
    assert "各标签菜单的先后次序变了：同时符合几个菜单的人，会看到另一个。" in menu("publish")
    assert on_platform(stand_in) == (WHOLE[0], WHOLE[1][::-1])


def test_colours_only_in_a_terminal(menu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [line for line in menu("diff") if "\x1b" in line] == []
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert "\x1b[32m+ 帮助  点击 help.help\x1b[0m" in menu("diff")
    monkeypatch.setenv("NO_COLOR", "1")
    assert [line for line in menu("diff") if "\x1b" in line] == []


def test_a_roll_back_puts_the_version_before_in_place_and_keeps_what_it_replaces(
    stand_in: StandIn, menu: Shell, folder: Path
) -> None:
    menu("publish")
    first = nth(1)
    assert menu("rollback", code=1) == [
        f"上一个版本（{first}）没有菜单，恢复它会清空公众号的菜单，所以没有执行。",
        f"server.py menu versions 列出可以恢复的版本；确实要清空，请写明编号：server.py menu rollback {first}",
    ]
    assert on_platform(stand_in) == WHOLE
    (folder / "default.yaml").write_text("buttons: [{name: 新的, key: agenda.today}]")
    (folder / "delegates.yaml").write_text(
        TAGGED.replace("{name: 帮助, key: help.help}", "{name: 餐, key: guide.meals}")
    )
    (folder / "phones.yaml").unlink()
    menu("publish", code=1)  # nobody answers help.help any more: refused
    (folder / "default.yaml").write_text("buttons: [{name: 新的, key: agenda.today}, {name: 帮助, key: help.help}]")
    menu("publish")
    changed = (["新的", "帮助"], [({"tag_id": "代表"}, ["现在", "餐"])])
    assert on_platform(stand_in) == changed
    assert "（- 平台上现有，将去掉；+ 该版本中有，将加上）" in menu("rollback")
    assert on_platform(stand_in) == WHOLE
    menu("rollback")
    assert on_platform(stand_in) == changed
    menu("rollback", nth(2))
    assert on_platform(stand_in) == WHOLE
    assert menu("rollback", nth(2)) == ["平台上的菜单就是这个版本，没有改动。"]
    assert "公众号的菜单已清空。手机上最多要等 5 分钟，或者重新进入公众号就能看到。" in menu("rollback", nth(1))
    assert on_platform(stand_in) == (None, [])
    whole, other = "今日议程、服务、帮助；另有 2 个按标签或手机的菜单", "新的、帮助；另有 1 个按标签或手机的菜单"
    assert menu("versions") == [
        f"{nth(6):<4}  2019-05-05 12:30 由 小李 换下（恢复版本 {nth(1)}）：{whole}",
        f"{nth(5):<4}  2019-05-05 12:30 由 小李 换下（恢复版本 {nth(2)}）：{other}",
        f"{nth(4):<4}  2019-05-05 12:30 由 小李 换下（恢复版本 {nth(3)}）：{whole}",
        f"{nth(3):<4}  2019-05-05 12:30 由 小李 换下（恢复版本 {nth(2)}）：{other}",
        f"{nth(2):<4}  2019-05-05 12:30 由 小李 换下（发布）：{whole}",
        f"{nth(1):<4}  2019-05-05 12:30 由 小李 换下（发布）：没有菜单",
    ]


def test_a_version_that_is_not_there(menu: Shell) -> None:
    assert menu("versions") == ["还没有存下的版本。"]
    assert menu("rollback", code=1) == ["还没有存下的版本，无法恢复。"]
    assert menu("diff", "3", code=1) == ["menu diff 后面不写编号，“3”是多余的：只有 menu rollback 用编号"]
    assert menu("rollback", "7000000", code=1) == ["没有版本 7000000，server.py menu versions 列出现有的版本。"]


def test_it_says_so_when_the_menus_from_before_can_t_be_put_back(stand_in: StandIn, menu: Shell, folder: Path) -> None:
    menu("publish")
    (folder / "default.yaml").write_text(DEFAULT.replace("今日议程", "今天"))
    (folder / "delegates.yaml").write_text(TAGGED.replace("现在", "此刻"))
    stand_in.platform.switches.set({"conditional_menus": 1})
    said = menu("publish", code=1)
    assert said[0].startswith("菜单没有发布成：65305 ")
    # With the limit the second menu from before can't be put back either, and it says so.
    assert said[1] == "原来的菜单也没能恢复，平台上可能只有一部分。平台恢复后请运行：server.py menu rollback"
    stand_in.platform.switches.set({"conditional_menus": 0})
    menu("rollback")
    assert on_platform(stand_in) == WHOLE


def test_when_a_conditional_menu_is_refused_the_menus_from_before_come_back(
    stand_in: StandIn, menu: Shell, folder: Path
) -> None:
    menu("publish")
    before = stand_in.platform.menus.default()
    (folder / "default.yaml").write_text(DEFAULT.replace("今日议程", "今天"))
    mini = "{type: miniprogram, name: 小程序, url: https://a.example, appid: wxffffffffffffffff, pagepath: p}"
    (folder / "phones.yaml").write_text(PHONES.replace("{name: 安卓, key: help.help}", mini))
    said = menu("publish", code=1)
    assert (said[0].split()[0], said[1]) == ("菜单没有发布成：85005", "已恢复原来的菜单，用户看到的没有变。")
    assert (stand_in.platform.menus.default(), on_platform(stand_in)) == (before, WHOLE)
    assert len(menu("versions")) == 1


@pytest.mark.long
@pytest.mark.parametrize(("fault", "restored"), [("html", True), ("reset", True), ("-1", True), ("45009", False)])
def test_a_platform_that_fails_in_the_middle_gets_the_menus_from_before(
    stand_in: StandIn, menu: Shell, folder: Path, fault: str, restored: bool
) -> None:
    menu("publish")
    (folder / "default.yaml").write_text(DEFAULT.replace("今日议程", "今天"))
    (folder / "delegates.yaml").write_text(TAGGED.replace("现在", "此刻"))
    values = {"api_fault": fault, "api_fault_path": "/cgi-bin/menu/delconditional", "api_fault_after": 1}
    stand_in.platform.switches.set(values | {"api_fault_times": 3})  # as often as an idempotent call is tried
    said = menu("publish", code=1)
    assert said[0].startswith("菜单没有发布成：")
    # When the day's calls are used up there is nothing to put the old ones back with: staff are told what to do.
    assert said[1].startswith("已恢复原来的菜单" if restored else "原来的菜单也没能恢复")
    assert (on_platform(stand_in) == WHOLE) is restored
    assert len(menu("versions")) == (1 if restored else 2)


@pytest.mark.long
def test_a_publishing_that_was_killed_in_the_middle_can_be_rolled_back(
    stand_in: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    old = {"button": [{"type": "click", "name": "旧", "key": "k", "sub_button": []}]}
    stand_in.platform.menus.create(old)
    stand_in.platform.switches.set({"api_slow_seconds": 0.2})
    process = start("menu", "publish")
    try:
        awaited(lambda: stand_in.platform.menus.default() != old)
        process.kill()
    finally:
        process.kill()
        process.communicate()
    stand_in.platform.switches.set({"api_slow_seconds": 0})
    assert len(stand_in.platform.menus.conditional()) < 2
    assert commands.main(["menu", "rollback"]) == 0
    assert on_platform(stand_in) == (["旧"], [])


def test_check_refuses_and_nothing_is_sent(stand_in: StandIn, menu: Shell, folder: Path) -> None:
    (folder / "delegates.yaml").write_text(TAGGED.replace("现在", "六个汉字太长") + "sex: 1\n")
    expected = [
        "菜单有 2 处问题：",
        "  delegates.yaml 第 2 行：不认识的项目“sex”",
        "  delegates.yaml 第 4 行“六个汉字太长”：名称应为 1—16 字节（一个汉字 3 字节），现在是 18 字节",
    ]
    assert menu("check", code=1) == expected
    assert menu("publish", code=1) == expected
    assert stand_in.platform.ledger.entries() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("buttons:\n\t- a", " 第 2 行：不是正确的 YAML，缩进不能用 Tab 键，请改用空格（"),
        ("buttons: [\n  {name: a", " 第 2 行：不是正确的 YAML，可能是括号没有配对，或少了逗号（"),
        ("a: 'b", " 第 1 行：不是正确的 YAML，引号没有配对（"),
        ("a: b: c", " 第 1 行：不是正确的 YAML，冒号的位置不对，或少了冒号（"),
        ("buttons:\n  - name: a\n   key: b", " 第 3 行：不是正确的 YAML，可能是缩进没有对齐，或括号、引号不配对（"),
    ],
)
def test_what_is_wrong_with_a_file_that_is_no_yaml(menu: Shell, folder: Path, text: str, said: str) -> None:
    (folder / "default.yaml").write_text(text)
    told = menu("check", code=1)
    assert (told[0], told[1].split("（")[0] + "（", len(told)) == ("菜单有 1 处问题：", f"  default.yaml{said}", 2)


def test_a_folder_that_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["menu", "check", "--file", str(folder / "none")]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told == ["菜单有 1 处问题：", "  none：文件读不了（没有这个文件或文件夹）"]


def test_the_menus_that_we_ship_are_published_as_they_are(
    stand_in: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["menu", "check"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "菜单没有问题。"
    assert commands.main(["menu", "publish"]) == 0
    base = "http://127.0.0.1:8000"
    wanted = forms.from_files(files.read()[0], base)
    tags = {name: number for number, name, _ in stand_in.platform.tags.all()}
    answer = {"menu": stand_in.platform.menus.default(), "conditionalmenu": stand_in.platform.menus.conditional()}
    assert json.loads(forms.from_platform(answer, tags).dumped()) == json.loads(wanted.dumped())
    assert [each.rule for each in wanted.conditional] == [{"tag": "代表"}, {"tag": "会务人员"}]
    capsys.readouterr()
    assert commands.main(["menu", "show"]) == 0
    assert "【标签“会务人员”的菜单】" in capsys.readouterr().out.splitlines()


def test_setup_publishes_at_the_first_start_and_respects_a_roll_back(
    stand_in: StandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commands.setup.is_demo", lambda settings: False)

    def last() -> str:
        assert commands.main(["setup"]) == 0
        return capsys.readouterr().out.splitlines()[-1]

    assert last() == "menu published; 0 codes ready (0 new)"
    assert last() == "menu unchanged; 0 codes ready (0 new)"
    stand_in.platform.menus.create({"button": [{"type": "click", "name": "旧", "key": "k", "sub_button": []}]})
    assert last() == "menu published; 0 codes ready (0 new)"
    assert commands.main(["menu", "rollback"]) == 0
    capsys.readouterr()
    assert last() == "menu left as it was rolled back; 0 codes ready (0 new)"
    assert on_platform(stand_in)[0] == ["旧"]
