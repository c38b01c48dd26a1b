"""The commands around codes and the menu, as a person types them."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

import commands
import server
from clock import BEIJING
from commands import codes, setup
from congress import scenes
from tests import congress_rows
from wechat.client import Code, PlatformDown, PlatformError

AT = datetime(2026, 1, 5, 12, 30, tzinfo=BEIJING)


class FakeClient:
    """Answers as wechat.client.Client does, from memory; `down` counts the calls that fail first."""

    def __init__(self, down: int = 0) -> None:
        self.down = down
        self.refuses: PlatformError | None = None
        self.created: list[tuple[str, bool, int]] = []
        self.tickets: set[str] = set()
        self.kept: dict[str, Any] = {}
        self.published = 0
        self.tag_ids = {"代表": 100}

    def _call(self) -> None:
        if self.down:
            self.down -= 1
            raise PlatformDown("ConnectionError")
        if self.refuses:
            raise self.refuses

    def create_code(self, scene: str, permanent: bool, seconds: int = 2_592_000) -> Code:
        self._call()
        self.created.append((scene, permanent, seconds))
        number = len(self.created)
        self.tickets.add(f"ticket-{number}")
        return Code(f"ticket-{number}", f"http://weixin.qq.com/q/{number}", None if permanent else seconds)

    def code_picture(self, ticket: str) -> bytes:
        if ticket not in self.tickets:
            raise PlatformError(404, "the ticket is not valid")
        return b"jpeg"

    def publish_menu(self, tree: dict[str, Any]) -> None:
        self._call()
        self.kept["menu"] = tree
        self.published += 1

    def delete_menu(self) -> None:
        self.kept = {}

    def menu(self) -> dict[str, Any] | None:
        self._call()
        return self.kept or None

    def add_conditional_menu(self, tree: dict[str, Any]) -> str:
        added = self.kept.setdefault("conditionalmenu", [])
        added.append(tree | {"menuid": len(added) + 1})
        return str(len(added))

    def delete_conditional_menu(self, menuid: str) -> None:
        raise AssertionError("nothing is to be removed")

    def tags(self) -> dict[str, int]:
        return dict(self.tag_ids)

    def create_tag(self, name: str) -> int:
        self.tag_ids[name] = 101
        return 101


@pytest.fixture
def client(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeClient:
    """The command line on a small congress, with a platform of its own."""
    congress_rows.fill()
    fake = FakeClient()
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(server, "client_for", lambda settings: fake)
    return fake


def test_scene_prints_the_scene_string_on_its_last_line(client: FakeClient, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["scene", "delegation", "教育代表团"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "delegation_jiaoyu"


@pytest.mark.parametrize(
    ("kind", "key", "told"),
    [
        ("seat", "1", "没有“seat”这种码，可用的有：desk、item、column、delegation、delegate\n"),
        ("desk", "Hall A", "报到处的键“Hall A”不能用：请写 1—32 个小写字母、数字或短横线，如 hall-a\n"),
        (
            "column",
            "union",
            "没有“union”，可用的键：\n  profiles  代表风采\n  focus  大会聚焦\n  services  大会服务\n",
        ),
        (
            "delegation",
            "月球",
            "没有“月球”，可用的键：\n  dongcheng  东城区代表团\n  jiaoyu  教育代表团\n",
        ),
    ],
)
def test_scene_names_what_there_is(
    client: FakeClient, capsys: pytest.CaptureFixture[str], kind: str, key: str, told: str
) -> None:
    assert commands.main(["scene", kind, key]) == 1
    assert capsys.readouterr() == ("", told)


def test_the_help_of_scene_lists_the_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        commands.main(["scene", "--help"])
    shown = capsys.readouterr().out
    assert left.value.code == 0
    assert [kind for kind in scenes.KINDS if f"\n  {kind} " not in shown] == []


def test_qr_makes_a_picture_that_reads_back(client: FakeClient, tmp_path: Path) -> None:
    out = tmp_path / "hall.png"
    assert commands.main(["qr", "desk", "hall-a", "--out", str(out)]) == 0
    assert client.created == [("desk_hall-a", True, 2_592_000)]
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(out))] == ["http://weixin.qq.com/q/1"]


def test_qr_again_gives_the_same_code(client: FakeClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "first.png", tmp_path / "second.PNG"
    assert commands.main(["qr", "item", "opening", "--out", str(first)]) == 0
    assert commands.main(["qr", "item", "opening", "--out", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()
    assert client.created == [("item_opening", False, 2_592_000)]
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"二维码已保存：{first}"
    assert told[-1] == "内容：http://weixin.qq.com/q/1"


def test_an_expired_code_is_made_anew(client: FakeClient) -> None:
    first = codes.ensure(client, "item_opening", AT)
    assert first.expires == AT + timedelta(days=30, minutes=-1)
    assert codes.ensure(client, "item_opening", AT + timedelta(days=29)) == first
    assert codes.ensure(client, "item_opening", AT + timedelta(days=30)).ticket == "ticket-2"
    assert scenes.code("item_opening") == codes.ensure(client, "item_opening", AT + timedelta(days=31))


@pytest.mark.parametrize(
    ("scene", "caption"),
    [
        ("desk_hall-b", ("大会报到", "大堂B台", "微信扫一扫，领取“信息小助手”")),
        ("desk_east-gate", ("大会报到", "east-gate", "微信扫一扫，领取“信息小助手”")),
        ("item_opening", ("开幕大会", "微信扫一扫，看时间地点")),
        ("column_focus", ("大会聚焦", "微信扫一扫，看最新内容")),
        ("delegation_jiaoyu", ("教育代表团", "微信扫一扫，查讨论地点")),
    ],
)
def test_captions_say_what_a_code_is_for(client: FakeClient, scene: str, caption: tuple[str, ...]) -> None:
    assert codes.caption(scene) == caption


@pytest.mark.parametrize(
    ("out", "told"), [("code.jpg", "不是图片文件名"), ("nowhere/code.png", "不能写入"), (".png/", "不能写入")]
)
def test_qr_says_why_it_wrote_nothing(
    client: FakeClient, tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str, told: str
) -> None:
    (tmp_path / "x.png").mkdir()
    target = tmp_path / ("x.png" if out == ".png/" else out)
    assert commands.main(["qr", "desk", "hall-a", "--out", str(target)]) == 1
    shown = capsys.readouterr().err
    assert told in shown
    assert len(shown.splitlines()) == 1


def test_a_platform_that_is_down_or_refuses_is_one_line(
    client: FakeClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "code.png")
    client.down = 1
    assert commands.main(["qr", "desk", "hall-a", "--out", out]) == 1
    assert capsys.readouterr().err == (
        "连不上微信平台 http://127.0.0.1:8001（ConnectionError）："
        "这是本机的模拟平台，随 make run 启动；已经在运行就稍后再试\n"
    )
    client.refuses = PlatformError(45009, "reach max api daily quota limit")
    assert commands.main(["menu", "publish"]) == 1
    assert capsys.readouterr().err == (
        "微信平台不接受（45009 reach max api daily quota limit）："
        "这个接口今天的次数用完了，明天零点恢复；如果已在公众平台清零，十分钟后再试，"
        "或先运行 python server.py notice clear-quota --cleared\n"
    )
    client.refuses = PlatformError(40066, "invalid url")
    assert commands.main(["menu", "publish"]) == 1
    assert capsys.readouterr().err == "微信平台不接受：40066 invalid url\n"


def test_a_database_without_tables_is_one_line(
    client: FakeClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert commands.main(["qr", "desk", "hall-a", "--out", str(tmp_path / "code.png")]) == 1
    assert capsys.readouterr().err == "数据库不能用（OperationalError）：请先运行 server.py migrate\n"


SCENES = [
    "desk_hall-a", "desk_hall-b", "column_profiles", "column_focus", "column_services", "item_opening", "item_groups",
    "delegation_dongcheng", "delegation_jiaoyu",
]  # fmt: skip


def test_setup_publishes_the_menu_and_makes_the_demo_s_codes(
    client: FakeClient, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["setup"]) == 0
    assert [scene for scene, _, _ in client.created] == SCENES
    assert [code.scene for code in scenes.registered()] == sorted(SCENES)
    assert capsys.readouterr().out.splitlines()[-1] == "menu published; 9 codes ready (9 new)"


def test_setup_again_changes_nothing(client: FakeClient, capsys: pytest.CaptureFixture[str]) -> None:
    commands.main(["setup"])
    before = scenes.registered()
    assert commands.main(["setup"]) == 0
    assert (client.published, len(client.created), scenes.registered()) == (1, 9, before)
    assert capsys.readouterr().out.splitlines()[-1] == "menu unchanged; 9 codes ready (0 new)"


def test_setup_makes_codes_that_the_platform_has_forgotten(client: FakeClient) -> None:
    commands.main(["setup"])
    client.tickets.discard("ticket-2")
    assert commands.main(["setup"]) == 0
    assert client.created[9:] == [("desk_hall-b", True, 2_592_000)]


def test_setup_without_the_demo_s_account_makes_no_codes(client: FakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WECHAT_SECRET", "another")
    assert commands.main(["setup"]) == 0
    assert (client.published, client.created) == (1, [])


def test_setup_waits_for_the_platform(client: FakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "PAUSE", 0.0)
    client.down = 3
    assert commands.main(["setup"]) == 0
    assert client.published == 1


def test_setup_gives_up_with_one_line(client: FakeClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.down = 10_000
    assert commands.main(["setup", "--patience", "0"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "连不上微信平台 http://127.0.0.1:8001（ConnectionError）："
        "这是本机的模拟平台，随 make run 启动；已经在运行就稍后再试"
    ]
