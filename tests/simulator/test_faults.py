"""Faults by switch and by script, on calls of the API and on deliveries."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from werkzeug.serving import make_server

from tests.simulator.conftest import Phone, Webhook, http, text_reply, until

FAULT = "该公众号提供的服务出现故障，请稍后再试"
PATH = "/cgi-bin/getcallbackip"


def _play(phone: Phone, *steps: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = phone.client.post("/phone/script", json=list(steps)).get_json()
    return answer


@pytest.fixture
def served(phone: Phone) -> Iterator[str]:
    """The address of the stand-in on a real socket."""
    server = make_server("127.0.0.1", 0, phone.client.application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()


# --- calls of the API ---


def test_a_script_lets_some_through_and_stops_by_itself(phone: Phone) -> None:
    step = {"path": "/cgi-bin/getcall", "fault": "-1", "times": 2, "after": 1}
    assert _play(phone, step) == {
        "ok": True,
        "steps": [step | {"seconds": 0, "attempts": 1, "let_through": 0, "used": 0}],
    }
    assert phone.call("/cgi-bin/menu/get")["errcode"] == 46003
    assert [phone.call(PATH).get("errcode", 0) for _ in range(4)] == [0, -1, -1, 0]
    assert phone.client.get("/phone/script").get_json() == {
        "steps": [step | {"seconds": 0, "attempts": 1, "let_through": 1, "used": 2}]
    }


@pytest.mark.parametrize("code", [-1, 40001, 42001, 45009, 45011, 40164, 48001])
def test_any_errcode(phone: Phone, code: int) -> None:
    _play(phone, {"path": "", "fault": str(code), "times": 3})
    assert [phone.call(PATH).get("errcode", 0) for _ in range(4)] == [code, code, code, 0]


def test_the_first_step_that_fits_is_taken(phone: Phone) -> None:
    _play(phone, {"path": "/cgi-bin", "fault": "40001"}, {"path": PATH, "fault": "45009", "times": 0})
    assert [phone.call(PATH)["errcode"] for _ in range(4)] == [40001, 45009, 45009, 45009]
    assert _play(phone) == {"ok": True, "steps": []}
    assert phone.call(PATH).get("errcode", 0) == 0


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ({"path": "", "fault": "poem"}, "fault"),
        ({"path": "", "fault": "12345"}, "fault"),
        ({"path": "", "fault": "overtaken"}, "fault"),
        ({"push": "", "fault": "45009"}, "fault"),
        ({"fault": "-1"}, "path"),
        ({"path": "", "push": "", "fault": "slow"}, "path"),
        ({"path": "", "fault": "slow", "seconds": "x"}, "seconds"),
        ({"path": "", "fault": "-1", "times": -1}, "times"),
        ({"path": "", "fault": "-1", "tims": 1}, "tims"),
    ],
)
def test_scripts_that_are_refused(phone: Phone, step: dict[str, Any], wrong: str) -> None:
    _play(phone, {"path": PATH, "fault": "-1"})
    assert _play(phone, step) == {"ok": False, "error": f"故障脚本不对：{wrong}"}
    assert phone.call(PATH)["errcode"] == -1


def test_pages_and_statuses_instead_of_json(phone: Phone) -> None:
    _play(phone, {"path": "", "fault": "html"}, {"path": "", "fault": "5xx"})
    address = f"{PATH}?access_token={phone.token()}"
    answers = [phone.client.get(address) for _ in range(3)]
    assert [(answer.status_code, answer.mimetype) for answer in answers] == [
        (502, "text/html"),
        (503, "text/plain"),
        (200, "application/json"),
    ]
    assert b"502 Bad Gateway" in answers[0].data


def test_a_slow_answer(phone: Phone, served: str) -> None:
    _play(phone, {"path": "", "fault": "slow", "seconds": 5})
    address = f"{served}{PATH}?access_token={phone.token()}"
    with pytest.raises(requests.ReadTimeout):
        requests.get(address, timeout=(30, 0.2))
    assert requests.get(address, timeout=30).json() == {"ip_list": ["127.0.0.1"]}


def test_a_reset_leaves_the_call_undone_and_a_lost_answer_does_not(phone: Phone, served: str) -> None:
    address = f"{served}/cgi-bin/qrcode/create?access_token={phone.token()}"
    wanted = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "desk"}}}
    for fault, done in (("reset", 0), ("lost", 1)):
        _play(phone, {"path": "", "fault": fault})
        with pytest.raises(requests.ConnectionError):
            requests.post(address, json=wanted, timeout=30)
        assert phone.platform.store.permanent_count() == done
    assert phone.verdicts() == ["fault: the connection was reset", "fault: done (ok), but the answer was lost"]


def test_the_switches_do_the_same(phone: Phone) -> None:
    phone.switch(api_fault="40164", api_fault_path=PATH, api_fault_after=1, api_fault_times=2)
    assert [phone.call(PATH).get("errcode", 0) for _ in range(4)] == [0, 40164, 40164, 0]
    phone.switch(api_fault="5xx", api_fault_path="", api_fault_times=1)
    assert phone.client.get(PATH).status_code == 503


# --- deliveries ---


def test_a_script_hits_the_deliveries_that_it_names(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    _play(phone, {"push": "text", "fault": "dropped", "after": 1})
    for text in ("一", "二", "三"):
        phone.act(openid, "text", text=text)
    assert phone.verdicts() == ["acknowledged", "not pushed: fault", "acknowledged"]
    assert len(webhook.seen) == 2


def test_a_lost_response_makes_the_platform_ask_again(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    webhook.answer = lambda seen, number: http(text_reply(openid, f"第{number}次"))
    phone.switch(cut_seconds=0.6)
    _play(phone, {"push": "", "fault": "lost"})
    assert phone.texts(openid, "text", text="喂") == ["第2次"]
    assert phone.verdicts() == ["failed: the answer was lost (answered: text)", "answered: text"]
    assert webhook.seen[0].body == webhook.seen[1].body
    _play(phone, {"push": "", "fault": "lost", "attempts": 3})
    assert phone.texts(openid, "text", text="喂") == [FAULT]
    assert len(webhook.seen) == 5


def test_a_connection_that_the_platform_resets(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    _play(phone, {"push": "", "fault": "reset"})
    phone.act(openid, "text", text="喂")
    assert phone.verdicts() == ["failed: the platform hung up (fault)", "acknowledged"]


def test_duplicates_after_a_good_answer(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    webhook.answer = lambda seen, number: http(text_reply(openid, f"{number}"))
    _play(phone, {"push": "", "fault": "duplicate", "attempts": 2})
    assert phone.texts(openid, "text", text="喂") == ["1"]
    assert [seen.body for seen in webhook.seen] == [webhook.seen[0].body] * 3


def test_all_attempts_at_once(phone: Phone, webhook: Webhook) -> None:
    """No attempt is answered until all three are there; one answer is shown."""
    openid = phone.person()
    together = threading.Barrier(3)

    def answer(seen: Any, number: int) -> bytes:
        together.wait(60)
        return http(text_reply(openid, "一起"))

    webhook.answer = answer
    _play(phone, {"push": "", "fault": "concurrent"})
    assert phone.texts(openid, "text", text="喂") == ["一起"]
    assert len({seen.query["nonce"] for seen in webhook.seen}) == 3
    assert len({seen.body for seen in webhook.seen}) == 1


def test_one_delivery_overtakes_another(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    _play(phone, {"push": "text", "fault": "overtaken"})
    phone.post("/phone/act", openid=openid, do="text", text="先说的")
    until(lambda: phone.platform.faults.shown()[0]["used"] == 1)
    phone.act(openid, "text", text="后说的")
    assert phone.post("/phone/settle") == {"ok": True}
    said = [seen.body.decode().split("<Content><![CDATA[")[1].split("]]>")[0] for seen in webhook.seen]
    assert said == ["后说的", "先说的"]


def test_pushes_that_wait(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    _play(phone, {"push": "", "fault": "slow", "seconds": 0.01})
    phone.act(openid, "text", text="喂")
    assert phone.verdicts() == ["acknowledged"]


def test_switches_of_deliveries(phone: Phone, webhook: Webhook) -> None:
    openid = phone.person()
    phone.switch(lost_response=True, cut_seconds=0.6)
    phone.act(openid, "text", text="喂")
    assert phone.verdicts() == ["failed: the answer was lost (acknowledged)", "acknowledged"]
    phone.switch(lost_response=False, concurrent=True, cut_seconds=5)
    phone.act(openid, "text", text="喂")
    assert len(webhook.seen) == 5
    phone.switch(concurrent=False, retry_replies=False)
    webhook.answer = lambda seen, number: http(text_reply(openid), "200 OK" if number == 7 else "500 No")
    assert phone.texts(openid, "text", text="喂") == []


# --- alarms ---


def test_alarms_count_five_minutes_together(phone: Phone, webhook: Webhook, clock: Any) -> None:
    openid, start = phone.person(), clock.shown()
    webhook.answer = lambda seen, number: http("{}")
    phone.act(openid, "text", text="一")
    clock.pass_by(299)
    phone.act(openid, "text", text="二")
    clock.pass_by(1)
    phone.switch(cut_seconds=0.3)
    webhook.answer = lambda seen, number: None
    phone.act(openid, "text", text="三")
    phone.platform.courier.webhook = _nowhere()
    phone.act(openid, "text", text="四")
    sample = {"openid": openid, "event": "text"}
    illegal = "failed: not success, not empty, not well-formed XML"
    assert phone.client.get("/phone/alarms").get_json()["alarms"] == [
        {"id": 3, "kind": "connect", "from": start + 300, "to": start + 300, "count": 3}
        | {"sample": sample | {"reason": "failed: connection refused"}},
        {"id": 2, "kind": "timeout", "from": start + 300, "to": start + 300, "count": 3}
        | {"sample": sample | {"reason": "failed: no answer within 0.3 s"}},
        {"id": 1, "kind": "illegal", "from": start, "to": start + 299, "count": 6}
        | {"sample": sample | {"reason": illegal}},
    ]


def _nowhere() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}/wechat"


def test_a_suspension_is_an_alarm(phone: Phone, webhook: Webhook) -> None:
    phone.switch(mark_fail=True, mark_fail_after=3)
    webhook.answer = lambda seen, number: http("no", "500 No")
    phone.act(phone.person(), "text", text="一")
    kinds = {alarm["kind"]: alarm["count"] for alarm in phone.platform.alarms.shown()}
    assert kinds == {"illegal": 3, "markfail": 1}


def test_the_newer_words_of_the_prompt_and_who_sees_it(phone: Phone, webhook: Webhook) -> None:
    webhook.answer = lambda seen, number: http("no", "500 No")
    phone.switch(prompt_words="new", prompt_for_events=False)
    openid = phone.person(following=False)
    assert phone.texts(openid, "follow") == ["你已关注，可以发消息了"]
    assert phone.texts(openid, "text", text="喂") == ["该服务号暂时无法提供服务，请稍后再试"]
