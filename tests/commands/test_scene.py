"""`server.py scene add | make | list`, against the stand-in, also when the command is killed in the middle."""

import os
import signal
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import peewee
import pytest

import commands
import models
from clock import Clock
from commands import codes, keeping
from congress import catalogue, scenes
from simulator.quota_table import A_DAY
from tests import congress_rows
from tests.commands.conftest import START, StandIn, awaited, start
from wechat.client import Client, PlatformError

CREATE = "/cgi-bin/qrcode/create"
PEOPLE = 60


@pytest.fixture
def congress(stand_in: StandIn) -> StandIn:
    """A small congress with sixty badges."""
    congress_rows.fill()
    for number in range(PEOPLE):
        models.Delegate.create(badge=f"A-{number:03}", name="甲", delegation="教育代表团")
    models.Revision.raise_()
    catalogue.expire()
    return stand_in


@pytest.fixture
def client(congress: StandIn) -> Client:
    """The product's own client."""
    import config
    from server import client_for

    return client_for(config.load())


def kept(stand_in: StandIn) -> dict[str, tuple[str, bool]]:
    """Ticket of every scene on the platform, and whether it is permanent; the newest of a scene."""
    found = reversed(stand_in.platform.store.codes(100_000))
    return {code.scene: (code.ticket, code.expires is None) for code in found}


def registered() -> dict[str, tuple[str, bool]]:
    return {code.scene: (code.ticket, code.expires is None) for code in scenes.registered()}


def shell(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> list[str]:
    assert commands.main(["scene", *args]) == code
    said = capsys.readouterr()
    return (said.err if code == 1 else said.out).splitlines()


def test_codes_of_a_kind_are_made_once(congress: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell(capsys, "make", "item", "column") == ["新做 8 个码，现有 8 个；永久码已用 3 / 100000 个。"]
    assert registered() == kept(congress)
    assert {scene for scene, (_, permanent) in registered().items() if permanent} == {
        "column_profiles", "column_focus", "column_services",
    }  # fmt: skip
    assert shell(capsys, "make", "--all", "--limit", "2", code=3) == [
        "新做 2 个码，现有 10 个；永久码已用 5 / 100000 个。",
        "还有 60 个没有做：再运行一次，会接着做。",
    ]
    assert shell(capsys, "make", "--all") == ["新做 60 个码，现有 70 个；永久码已用 65 / 100000 个。"]
    before = registered()
    assert shell(capsys, "make", "--all") == ["没有要做的码，现有 70 个；永久码已用 65 / 100000 个。"]
    assert registered() == before == kept(congress)
    assert congress.calls(CREATE) == ["ok"] * 70


def test_progress_is_told_on_stderr(congress: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["scene", "make", "delegate"]) == 0
    made = [each.scene for each in scenes.listed("delegate")]  # in this order, by their keys
    assert capsys.readouterr().err.splitlines() == [f"50/60 {scenes.told(made[49])}", f"60/60 {scenes.told(made[59])}"]
    assert scenes.told(made[59]).startswith("delegate A-0")


@pytest.mark.long
def test_a_killed_command_goes_on_where_it_was(congress: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    congress.platform.switches.set({"api_slow_seconds": 0.02})
    process = start("scene", "make", "delegate")
    try:
        awaited(lambda: len(kept(congress)) >= 10)
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.kill()
        process.communicate()
    done = registered()
    assert 9 <= len(done) < PEOPLE
    assert len(kept(congress)) - len(done) in (0, 1)  # at most the one that was under way
    congress.platform.switches.set({"api_slow_seconds": 0})
    said = shell(capsys, "make", "delegate")
    assert said == [f"新做 {PEOPLE - len(done)} 个码，现有 {PEOPLE} 个；永久码已用 {PEOPLE} / 100000 个。"]
    assert registered() == kept(congress)
    assert {scene: registered()[scene] for scene in done} == done
    assert len(congress.calls(CREATE)) in (PEOPLE, PEOPLE + 1)


def test_a_day_s_quota_stops_it_cleanly_and_the_next_day_goes_on(
    congress: StandIn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(A_DAY, CREATE, 45)
    stopped = (
        "微信平台今天的次数用完了，还有 {} 个没有做：明天零点以后再运行一次，会接着做（后台程序运行时会自动接着做）。"
    )
    said = shell(capsys, "make", "delegate", code=3)
    assert said == ["新做 45 个码，现有 45 个；永久码已用 45 / 100000 个。", stopped.format(15)]
    calls = len(congress.calls(CREATE))
    assert shell(capsys, "make", "delegate", code=3)[-1] == stopped.format(15)
    assert len(congress.calls(CREATE)) == calls  # nobody asks before midnight
    congress.clock.set(START.replace(hour=0).timestamp() + 86_400 + 60)
    assert shell(capsys, "make", "delegate") == ["新做 15 个码，现有 60 个；永久码已用 60 / 100000 个。"]
    assert registered() == kept(congress)


def test_codes_are_added_with_purpose_and_owner_and_listed(
    congress: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell(capsys, "list") == ["还没有登记过二维码。"]
    assert shell(capsys, "add", "desk", "hall-a", "hall-b", "--owner", "小李") == ["desk_hall-a", "desk_hall-b"]
    shell(capsys, "add", "item", "opening", "--permanent", "--purpose", "会场海报")
    shell(capsys, "add", "item", "groups")
    shell(capsys, "make", "item")
    assert shell(capsys, "list", "desk", "item") == [
        "desk_hall-a  还没有做（永久）  报到处海报  小李",
        "desk_hall-b  还没有做（永久）  报到处海报  小李",
        "item_breakfast  临时，还有 29 天（会自动续期，不要印在纸上）  日程（屏幕、推文）  会务组",
        "item_day1-report  临时，还有 29 天（会自动续期，不要印在纸上）  日程（屏幕、推文）  会务组",
        "item_groups  临时，还有 29 天（会自动续期，不要印在纸上）  日程（屏幕、推文）  会务组",
        "item_opening  永久  会场海报  会务组",
        "item_presidium  临时，还有 29 天（会自动续期，不要印在纸上）  日程（屏幕、推文）  会务组",
        "永久码已用 1 / 100000 个。",
    ]


@pytest.mark.parametrize(
    "args", [["drop", "desk"], ["drop", "seat", "1"], ["add", "desk"], ["add"], ["make"], ["desk"], ["desk", "a", "b"]]
)
def test_a_wrong_call_is_told_how(congress: StandIn, capsys: pytest.CaptureFixture[str], args: list[str]) -> None:
    assert shell(capsys, *args, code=1)[0] == "用法："


def test_what_was_added_by_mistake_is_taken_off_the_list(congress: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    shell(capsys, "add", "desk", "hall-a")
    shell(capsys, "make", "desk", "item")
    shell(capsys, "add", "desk", "hal-b")
    assert shell(capsys, "drop", "desk", "hal-b") == ["desk_hal-b  已去掉"]
    assert shell(capsys, "drop", "item", "opening") == ["item_opening  已去掉"]
    assert commands.main(["scene", "drop", "desk", "hall-a", "none"]) == 1
    kept_back = "没有登记过，或是已做好的永久码（平台会一直保留）"
    assert capsys.readouterr().out.splitlines() == [f"desk_hall-a  {kept_back}", f"desk_none  {kept_back}"]
    assert [code.scene for code in scenes.listed()] == [
        "desk_hall-a", "item_breakfast", "item_day1-report", "item_groups", "item_presidium",
    ]  # fmt: skip


@pytest.mark.parametrize("args", [["make", "seat"], ["list", "seat"], ["add", "seat", "1"]])
def test_an_unknown_kind(congress: StandIn, capsys: pytest.CaptureFixture[str], args: list[str]) -> None:
    assert shell(capsys, *args, code=1)[0].startswith("没有“seat”这种码")


def test_a_scene_is_printed_on_the_last_line(congress: StandIn, capsys: pytest.CaptureFixture[str]) -> None:
    key = models.Delegate.get(models.Delegate.badge == "A-033").scene_key
    assert shell(capsys, "delegate", "A-033")[-1] == f"delegate_{key}"
    assert shell(capsys, "add", "delegate", "A-033") == ["delegate A-033"]
    assert shell(capsys, "list", "delegate")[0].split() == ["delegate", "A-033", "还没有做（永久）", "代表证", "报到组"]
    assert shell(capsys, "drop", "delegate", "A-033") == ["delegate A-033  已去掉"]
    said = shell(capsys, "delegate", "A-999", code=1)
    assert (said[1], len(said), said[-1]) == ("  A-000  教育代表团", 42, "  ……共 60 个")


def test_a_picture_of_a_personal_code_does_not_tell_its_key(
    congress: StandIn, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    key = models.Delegate.get(models.Delegate.badge == "A-033").scene_key
    picture = tmp_path / "a.svg"
    assert commands.main(["qr", "delegate", "A-033", "--out", str(picture)]) == 0
    said = capsys.readouterr()
    assert "场景值：delegate A-033，长期有效" in said.out.splitlines()
    assert key not in said.out + said.err + picture.read_text(encoding="utf-8")
    assert kept(congress).keys() == {f"delegate_{key}"}


class Scripted:
    """Makes codes; says no with the next of `errors` first."""

    def __init__(self, client: Client, *errors: int) -> None:
        self.client, self.errors = client, list(errors)

    def create_code(self, scene: str, permanent: bool, seconds: int = 2_592_000) -> codes.Made:
        if self.errors and (error := self.errors.pop(0)):
            raise PlatformError(error, "no")
        return self.client.create_code(scene, permanent, seconds)


def test_the_minute_s_quota_is_waited_for(client: Client) -> None:
    waits: list[float] = []
    at = datetime(2019, 5, 5, 12, 30, 45, tzinfo=START.tzinfo)
    scenes.plan(["item_opening"], at)
    outcome = codes.make_all(Scripted(client, 45011, 45011), scenes.due(at), lambda: at, wait=waits.append)
    assert (outcome, waits) == (codes.Outcome(1, 0), [15.0, 15.0])
    scenes.plan(["item_groups"], at)
    outcome = codes.make_all(Scripted(client, *[45011] * 4), scenes.due(at), lambda: at, wait=waits.append)
    assert (outcome, len(waits)) == (codes.Outcome(0, 1, "down"), 5)


def test_what_the_platform_refuses_does_not_stop_the_others(client: Client) -> None:
    scenes.plan(["item_breakfast", "item_groups", "item_opening"], START)
    due = scenes.due(START)
    assert codes.make_all(Scripted(client, 0, 40053), due, lambda: START) == codes.Outcome(2, 0, "", 1)
    with pytest.raises(PlatformError, match="48001"):
        codes.make_all(Scripted(client, 48001), scenes.due(START), lambda: START)
    assert [code.scene for code in scenes.due(START)] == ["item_groups"]


def test_no_permanent_code_is_left(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenes, "MOST_PERMANENT", 2)
    wanted = ["column_focus", "column_profiles", "column_services", "item_opening"]
    assert codes.ensure_all(client, wanted, lambda: START) == codes.Outcome(3, 1, "full")
    assert sorted(registered()) == ["column_focus", "column_profiles", "item_opening"]


def test_a_code_that_somebody_else_made_meanwhile_is_not_made_again(congress: StandIn, client: Client) -> None:
    scenes.plan(["item_groups", "item_opening"], START)
    due = scenes.due(START)
    codes.make(client, "item_groups", START)
    assert codes.make_all(client, due, lambda: START) == codes.Outcome(1, 0)
    assert congress.calls(CREATE) == ["ok", "ok"]


class Log:
    """What the worker would write."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int, str]] = []
        self.failed = 0

    def info(self, what: str, **values: Any) -> None:
        self.told.append((values["made"], values["left"], values["why"]))

    def exception(self, what: str) -> None:
        self.failed += 1


@pytest.fixture
def keeper(congress: StandIn, client: Client) -> Iterator[Log]:
    """The worker's job, running as it does in the worker, but looking more often."""
    stop, log = threading.Event(), Log()
    clock = Clock(START, congress.clock._file)
    thread = threading.Thread(target=keeping.keep, args=(client, clock.now, stop, log, 0.02))
    thread.start()
    yield log
    stop.set()
    thread.join()


def test_temporary_codes_renew_themselves_before_they_end(congress: StandIn, keeper: Log) -> None:
    scenes.plan(["item_opening", "column_focus"], START)
    awaited(lambda: scenes.due(START) == ())
    first = registered()
    congress.clock.set((START + timedelta(days=24)).timestamp())
    scenes.plan(["item_groups"], START)  # shows that it has looked at the list since
    awaited(lambda: scenes.code("item_groups") is not None)
    assert {scene: registered()[scene] for scene in first} == first
    later = START + timedelta(days=26)
    congress.clock.set(later.timestamp())
    awaited(lambda: registered()["item_opening"] != first["item_opening"])
    code = scenes.code("item_opening")
    assert code is not None
    assert code.expires is not None
    assert (code.renewals, timedelta(days=29) < code.expires - later <= timedelta(days=30)) == (1, True)
    assert registered()["column_focus"] == first["column_focus"]
    assert congress.platform.store.code(ticket=first["item_opening"][0]) is not None  # the old one works till its end


@pytest.mark.long
def test_renewing_survives_a_platform_and_a_database_that_are_away(congress: StandIn, keeper: Log) -> None:
    congress.platform.switches.set({"api_fault": "html", "api_fault_path": CREATE})
    scenes.plan(["item_opening"], START)
    awaited(lambda: (0, 1, "down") in keeper.told)
    congress.platform.switches.set({"api_fault": ""})
    models.database.execute_sql("ALTER TABLE scene RENAME TO away")
    awaited(lambda: keeper.failed > 0)
    models.database.execute_sql("ALTER TABLE away RENAME TO scene")
    awaited(lambda: scenes.code("item_opening") is not None)


def test_renewing_survives_a_connection_that_can_not_be_given_back(
    congress: StandIn, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = iter([True, True])
    close = models.close

    def failing() -> None:
        close()
        if next(broken, False):
            raise peewee.OperationalError("gone")

    monkeypatch.setattr(models, "close", failing)
    stop, log = threading.Event(), Log()
    thread = threading.Thread(target=keeping.keep, args=(client, lambda: START, stop, log, 0.02), daemon=True)
    thread.start()
    awaited(lambda: log.failed == 2)
    scenes.plan(["item_opening"], START)
    awaited(lambda: scenes.code("item_opening") is not None)
    stop.set()
    thread.join()


def test_what_is_gone_is_not_renewed(congress: StandIn) -> None:
    scenes.record("item", "opening", "item_opening", "T", "u", START, START + timedelta(days=1))
    assert [code.scene for code in scenes.due(START)] == ["item_opening"]
    models.AgendaItem.update(withdrawn=True).execute()
    models.Revision.raise_()
    catalogue.expire()
    assert scenes.due(START) == ()
