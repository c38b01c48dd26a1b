"""The phone's contract: state, events, history, wire, clock, mode, switches, and what a restart keeps."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulator.app import create_app
from simulator.clock import Clock
from simulator.events import Events
from simulator.ledger import Ledger, mask
from simulator.platform import Platform
from simulator.settings import BEIJING, Settings, load
from simulator.switch_table import GROUPS, TABLE
from simulator.switches import WORDS
from tests.simulator.conftest import ACCOUNT, MINI, SHOWN, START, WALL, ManualClock, Phone, Webhook, http, text_reply


def _bubble(openid: str, number: int, **more: Any) -> dict[str, Any]:
    empty = {
        "kind": "text",
        "text": "",
        "articles": [],
        "url": "",
        "menu": [],
        "tail": "",
        "via": "",
        "mini": False,
        "card": {},
        "caption": "",
        "agent": "",
    }
    return {"id": number, "openid": openid, "from": "me", "at": float(SHOWN)} | empty | more


def _told(events: Events, number: int) -> list[dict[str, Any]]:
    return [event for _, event in events.after(number)]


def test_state(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    assert phone.client.get("/phone/state").get_json() == {
        "clock": {"shown": SHOWN, "wall": WALL, "movable": True, "speed": 1.0},
        "mode": "plain",
        "modes": ["plain", "compat", "safe"],
        "account": {"name": "信息小助手", "appid": ACCOUNT.appid, "original_id": ACCOUNT.original_id},
        "miniprogram": {"appid": MINI.appid},
        "menu": None,
        "users": [{"openid": openid, "name": "王代表", "following": True, "tags": [], "platform": 1}],
        "user_count": 1,
        "codes": [],
        "webhook": webhook.url,
        "switches": phone.platform.switches.values(),
        "agents": {},
        "last_event": phone.platform.events.last,
    }
    assert phone.client.get("/healthz").get_json() == {"status": "ok", "users": 1}


def test_events_of_one_message(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    before = phone.platform.events.last
    webhook.answer = lambda seen, number: http(text_reply(openid, "七点"))
    phone.act(openid, "text", text="晚饭几点")
    said, wire, answered = _told(phone.platform.events, before)
    assert said == {"type": "bubble"} | _bubble(openid, 1, text="晚饭几点")
    assert answered == {"type": "bubble"} | _bubble(openid, 2, text="七点", via="reply", **{"from": "account"})
    assert {name: wire[name] for name in ("type", "direction", "what", "attempt", "openid", "verdict")} == {
        "type": "wire",
        "direction": "push",
        "what": "text",
        "attempt": 1,
        "openid": openid,
        "verdict": "answered: text",
    }
    assert wire["response"] == {
        "status": 200,
        "headers": [["Content-Length", str(len(text_reply(openid, "七点").encode()))]],
        "body": text_reply(openid, "七点"),
    }
    assert phone.client.get(f"/phone/history?openid={openid}").get_json() == {
        "bubbles": [
            _bubble(openid, 1, text="晚饭几点"),
            _bubble(openid, 2, text="七点", via="reply", **{"from": "account"}),
        ]
    }
    entries = phone.client.get(f"/phone/wire?openid={openid}").get_json()["entries"]
    assert entries == [{name: value for name, value in wire.items() if name != "type"}]
    assert phone.client.get(f"/phone/wire?after={entries[0]['id']}").get_json() == {"entries": []}


def _read(stream: Iterator[bytes | str], count: int) -> list[str]:
    return [part.decode() if isinstance(part, bytes) else part for _, part in zip(range(count), stream, strict=False)]


@pytest.mark.parametrize("named", ["query", "header"])
def test_server_sent_events(phone: Phone, named: str) -> None:
    before = phone.platform.events.last
    phone.platform.set_mode("compat")
    phone.platform.menus.delete()
    query, headers = ({"after": before}, {}) if named == "query" else ({}, {"Last-Event-ID": str(before)})
    response = phone.client.get("/phone/events", query_string=query, headers=headers)
    assert response.mimetype == "text/event-stream"
    assert _read(response.response, 3) == [  # type: ignore[arg-type]
        ": hello\n\n",
        f'id: {before + 1}\ndata: {{"type": "mode", "mode": "compat"}}\n\n',
        f'id: {before + 2}\ndata: {{"type": "menu", "menu": null}}\n\n',
    ]
    response.close()


def test_a_phone_that_missed_events_is_told_to_reload() -> None:
    events = Events(kept=2)
    first = events.last
    for number in range(3):
        events.tell("mode", mode=str(number))
    assert _told(events, first) == [{"type": "reset"}]
    assert [event["mode"] for event in _told(events, first + 1)] == ["1", "2"]
    assert _told(events, events.last) == []
    assert _told(events, events.last + 1) == [{"type": "reset"}]


def test_users(phone: Phone) -> None:
    before = phone.platform.events.last
    made = phone.post("/phone/users", name=" 李代表 ")
    assert made == {"openid": made["openid"], "name": "李代表", "following": False, "tags": [], "platform": 1}
    assert _told(phone.platform.events, before) == [{"type": "user"} | made]
    for name in ("", "会" * 21):
        assert phone.post("/phone/users", name=name) == {"ok": False, "error": "请写一个 1 到 20 字的名字"}


def test_forms_of_other_sites_are_refused(phone: Phone) -> None:
    answer = phone.client.post("/phone/users", data='{"name":"x"}', content_type="text/plain")
    assert (answer.status_code, answer.get_json()["ok"]) == (415, False)
    assert phone.platform.store.user_count() == 0


def test_the_clock_moves_for_everyone(given: Settings, tmp_path: Path) -> None:
    app = create_app(given)
    assert json.loads(given.clock_file.read_text())["shown"] == START.timestamp()
    phone = Phone(app.test_client(), app.extensions["platform"])
    answer = phone.post("/phone/clock", shown="2019-05-06T09:00")
    written = json.loads(given.clock_file.read_text())
    assert written["shown"] == SHOWN + 20.5 * 3600
    assert answer["clock"]["shown"] >= written["shown"]
    other = Clock(START, given.clock_file)
    assert other.shown() - other.wall() == pytest.approx(written["shown"] - written["wall"])
    assert json.loads(given.clock_file.read_text()) == written
    assert phone.post("/phone/clock", shown="tomorrow") == {
        "ok": False,
        "error": "时间请写成 2019-05-06T09:00，速度要大于 0",
    }
    app.extensions["platform"].store.close()


def test_a_wall_clock_stays(given: Settings) -> None:
    app = create_app(replace(given, start=None))
    phone = Phone(app.test_client(), app.extensions["platform"])
    assert phone.client.get("/phone/state").get_json()["clock"]["movable"] is False
    response = phone.client.post("/phone/clock", json={"shown": "2019-05-06T09:00"})
    assert (response.status_code, response.get_json()) == (409, {"ok": False, "error": "时钟跟随真实时间，不能拨"})
    assert not given.clock_file.exists()
    app.extensions["platform"].store.close()


def test_mode_and_switches(phone: Phone) -> None:
    assert phone.post("/phone/mode", mode="safe") == {"ok": True}
    assert phone.post("/phone/mode", mode="loud") == {"ok": False, "error": "没有这种加密方式"}
    assert phone.platform.mode == "safe"
    answer = phone.post("/phone/switches", duplicate=True, attempts=2, api_fault="html")
    assert (answer["switches"]["duplicate"], answer["switches"]["attempts"]) == (True, 2.0)
    for name, value in (("duplicate", 1), ("attempts", "2"), ("attempts", -1), ("api_fault", "x"), ("nothing", True)):
        refused = {"ok": False, "error": f"没有这个开关，或值不对：{name}"}
        assert phone.post("/phone/switches", **{"mark_fail": True, name: value}) == refused
    table = phone.client.get("/phone/switches").get_json()["table"]
    assert next(row for row in table if row["name"] == "duplicate") == {
        "name": "duplicate",
        "group": "推送消息",
        "value": True,
        "default": False,
        "kind": "bool",
        "choices": [],
        "about": "已应答的消息再推一次",
    }
    assert {row["name"]: row["value"] for row in table}["mark_fail"] is False
    assert {row["kind"] for row in table} == {"bool", "number", "choice", "text"}
    assert set(WORDS["switches"]) == {switch.name for switch in TABLE}
    assert set(WORDS["switch_groups"]) == set(GROUPS)


def test_a_restart_keeps_everything(given: Settings, clock: ManualClock, phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    webhook.answer = lambda seen, number: http(text_reply(openid, "七点"))
    phone.act(openid, "text", text="晚饭几点")
    phone.call("/cgi-bin/menu/create", {"button": [{"type": "click", "name": "议程", "key": "K"}]})
    phone.call(
        "/cgi-bin/qrcode/create", {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "a"}}}
    )
    phone.post("/phone/mode", mode="safe")
    token, before = phone.token(), phone.client.get("/phone/state").get_json()
    history = phone.platform.store.bubbles(openid, 10)

    app = create_app(given, clock)
    again: Platform = app.extensions["platform"]
    state = app.test_client().get("/phone/state").get_json()
    assert {**state, "last_event": 0} == {**before, "last_event": 0}
    assert again.store.bubbles(openid, 10) == history
    assert again.tokens[ACCOUNT.appid].check(token) == 0
    assert again.windows.take(openid) == 0
    assert again.next_msg_id() == int(WALL * 10_000_000) + 1
    again.store.close()


def test_the_ledger_masks_secrets_and_is_bounded(phone: Phone) -> None:
    token = phone.token()
    query = {"grant_type": "client_credential", "appid": ACCOUNT.appid, "secret": ACCOUNT.secret}
    phone.client.get("/cgi-bin/token", query_string=query)
    phone.client.post("/cgi-bin/stable_token", json=query)
    phone.client.get(f"/cgi-bin/menu/get?access_token={token}")
    written = json.dumps(phone.platform.ledger.entries())
    assert token not in written
    assert ACCOUNT.secret not in written
    assert written.count("***") == 5
    assert mask('{"access_token": "a-b_c", "expires_in":7200}') == '{"access_token": "***", "expires_in":7200}'

    ledger = Ledger(lambda entry: None, kept=2)
    for number in range(3):
        ledger.add(at=0, direction="api", what=str(number), verdict="ok", request={"body": ""}, response=None)
    assert [entry["what"] for entry in ledger.entries()] == ["1", "2"]


def test_settings_are_the_products(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text("wechat_appid: wxfromfile\nwechat_token: filetoken\nport: 9000\nclock: '2019-05-05T12:30'\n")
    settings = load({"CONFIG": str(file), "WECHAT_TOKEN": "envtoken", "DATA_DIR": str(tmp_path), "SIMULATOR_PORT": "1"})
    assert (settings.account.appid, settings.account.token) == ("wxfromfile", "envtoken")
    assert (settings.webhook, settings.own_url) == ("http://127.0.0.1:9000/wechat", "http://127.0.0.1:1")
    assert (settings.miniprogram, settings.mode, settings.data) == (None, "safe", tmp_path)
    assert settings.start == START
    assert settings.start.tzinfo is BEIJING
    demo = load({})
    assert (demo.account, demo.start) == (ACCOUNT, START)


def test_many_codes_of_one_kind_leave_the_others_in_sight(phone: Phone) -> None:
    scenes = ["desk_hall-a", *(f"delegate_{number:04}" for number in range(100)), "column_focus"]
    for scene in scenes:
        made = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
        assert "ticket" in phone.call("/cgi-bin/qrcode/create", made)
    listed = [code["scene"] for code in phone.client.get("/phone/state").get_json()["codes"]]
    assert listed == ["column_focus", *(f"delegate_{number:04}" for number in range(99, 39, -1)), "desk_hall-a"]
    found = phone.client.get("/phone/codes?search=E_0007").get_json()
    assert [code["scene"] for code in found["codes"]] == ["delegate_0007"]
