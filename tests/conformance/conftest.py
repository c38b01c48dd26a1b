"""A stand-in on a socket, and around it only public clients: wechatpy in Python, two npm packages in node."""

import base64
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient, WeChatOAuth

from simulator.app import create_app
from simulator.settings import App, Settings
from tests.conformance.sockets import serve
from tests.simulator.conftest import ACCOUNT, MINI, START

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Push:
    """One push as the node server got it: `inner` is what wechat-crypto found in it."""

    method: str
    url: str
    headers: list[tuple[str, str]]
    body: bytes
    inner: str
    signed: bool
    appid: str
    to: str
    working: int  # how many were at work when it came, itself among them
    hung_up: bool  # before it was answered

    @property
    def query(self) -> list[str]:
        """The names of the query's parameters, as they stand on the wire."""
        return [pair.split("=", 1)[0] for pair in urlsplit(self.url).query.split("&")]

    def parameter(self, name: str) -> str:
        """One of them."""
        return dict(pair.split("=", 1) for pair in urlsplit(self.url).query.split("&"))[name]


class Node:
    """The server in clients.js: a webhook that keeps what comes, and co-wechat-api to call."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.webhook = f"{self.url}/wechat"

    def control(self, what: str, **values: Any) -> Any:
        """Drive it."""
        response = requests.post(f"{self.url}/control/{what}", json=values, timeout=60)
        assert response.status_code == 200, response.text
        return response.json()

    def behave(self, *steps: dict[str, Any]) -> None:
        """What it answers, in this order; the last step for everything that follows."""
        self.control("behave", steps=list(steps))

    def call(self, name: str, *given: Any, app: App = ACCOUNT) -> Any:
        """A method of co-wechat-api; its error as (errcode, text)."""
        answer = self.control("call", appid=app.appid, name=name, given=list(given))
        return (answer["code"], answer["message"]) if "code" in answer else answer.get("result")

    def seen(self, at_least: int = 0, *, event: str = "") -> list[Push]:
        """What came, in order; waits until there are so many (of that event)."""
        until = time.monotonic() + 30
        while True:
            found = [_push(one) for one in self.control("seen")]
            found = [push for push in found if not event or event in push.inner]
            if len(found) >= at_least or time.monotonic() > until:
                return found
            time.sleep(0.02)


def _push(one: dict[str, Any]) -> Push:
    names, values = one["headers"][::2], one["headers"][1::2]
    return Push(
        one["method"], one["url"], list(zip(names, values, strict=True)), base64.b64decode(one.get("body", "")),
        one.get("inner", ""), one["signed"], one.get("appid", ""), one.get("to", ""), one.get("working", 0),
        one.get("hung_up", False),
    )  # fmt: skip


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    """The node process; tests/conftest.py leaves out whoever asks for it where there is no node."""
    command = ["node", "--no-deprecation", str(HERE / "clients.js")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Node(int(process.stdout.readline()))
        process.kill()


class Rewriting(HTTPAdapter):
    """Sends what is meant for the platform's hosts to the stand-in."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    def send(self, request: requests.PreparedRequest, *given: Any, **named: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        assert parts.hostname in ("api.weixin.qq.com", "mp.weixin.qq.com", "open.weixin.qq.com")
        request.url = f"{self.base}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return super().send(request, *given, **named)


class StandIn:
    """The stand-in from outside: its API, its phone, its clock, all over HTTP."""

    def __init__(self, base: str) -> None:
        self.base = base

    def phone(self, path: str, /, **values: Any) -> dict[str, Any]:
        """Post to the phone."""
        answer: dict[str, Any] = requests.post(f"{self.base}/phone/{path}", json=values, timeout=90).json()
        return answer

    def act(self, openid: str, do: str, /, **values: Any) -> dict[str, Any]:
        """A person does something; comes back when the delivery is over."""
        answer = self.phone("act", openid=openid, do=do, wait=True, **values)
        assert answer["ok"], answer
        return answer

    def said(self, openid: str, do: str, /, **values: Any) -> list[str]:
        """The texts that the person saw after that."""
        return [bubble["text"] for bubble in self.act(openid, do, **values)["bubbles"]]

    def person(self, *, following: bool = True) -> str:
        """A new person."""
        openid: str = self.phone("users", name="王代表")["openid"]
        if following:
            self.act(openid, "follow")
        return openid

    def switch(self, **values: Any) -> None:
        """Turn switches."""
        answer = self.phone("switches", **values)
        assert "switches" in answer, answer

    def table(self) -> list[dict[str, Any]]:
        """All switches, with their defaults."""
        found: list[dict[str, Any]] = requests.get(f"{self.base}/phone/switches", timeout=30).json()["table"]
        return found

    def history(self, openid: str) -> list[dict[str, Any]]:
        """What stands in that person's chat."""
        found: list[dict[str, Any]]
        found = requests.get(f"{self.base}/phone/history", params={"openid": openid}, timeout=30).json()["bubbles"]
        return found

    def mini_openid(self, openid: str) -> str:
        """By which openid the mini program knows the person."""
        code = self.act(openid, "mini_login")["code"]
        asked = {"appid": MINI.appid, "secret": MINI.secret, "js_code": code, "grant_type": "authorization_code"}
        found: str = self.get("/sns/jscode2session", **asked)["openid"]
        return found

    def oauth(self, back: str) -> WeChatOAuth:
        """wechatpy's client of the web login."""
        made = WeChatOAuth(ACCOUNT.appid, ACCOUNT.secret, back, state="s1")
        made._http.mount("https://", Rewriting(self.base))
        return made

    def oauth_code(self, address: str, openid: str) -> str:
        """The code with which the person, who allows it, comes back from that address of open.weixin.qq.com."""
        browser = requests.Session()
        browser.mount("https://", Rewriting(self.base))
        holder = self.get("/phone/holder", openid=openid)["holder"]
        browser.cookies.set("holder", holder)
        response = browser.get(address, allow_redirects=False, timeout=30)
        if response.status_code == 200:
            assert 'data-test="oauth-consent"' in response.text
            response = browser.post(address, data={"allow": "yes"}, allow_redirects=False, timeout=30)
        assert response.status_code == 302
        return dict(parse_qsl(urlsplit(response.headers["Location"]).query))["code"]

    def picture(self) -> bytes:
        """Some JPEG."""
        return requests.get(f"{self.base}/mmopen/vi_32/o/132", timeout=30).content

    def until_said(self, openid: str, words: str) -> None:
        """Wait until that stands in the person's chat."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if words in [bubble["text"] for bubble in self.history(openid)]:
                return
            time.sleep(0.02)
        raise AssertionError(words)

    def state(self) -> dict[str, Any]:
        """What the phone knows."""
        found: dict[str, Any] = requests.get(f"{self.base}/phone/state", timeout=30).json()
        return found

    def pass_by(self, seconds: float) -> None:
        """Let time go by on the shown clock."""
        assert self.phone("clock", shown=self.state()["clock"]["shown"] + seconds)["ok"]

    def get(self, path: str, **query: Any) -> Any:
        """GET an address of the API with nobody's client."""
        response = requests.get(f"{self.base}{path}", params=query, timeout=30)
        assert response.status_code == 200
        return response.json()

    def post(self, path: str, body: Any, token: str = "") -> Any:
        """POST raw UTF-8 JSON, or bytes as they are."""
        given = {"json": body} if isinstance(body, dict) else {"data": body}
        query = {"access_token": token} if token else {}
        response = requests.post(f"{self.base}{path}", params=query, timeout=30, **given)
        assert response.status_code == 200
        return response.json()

    def wechatpy(self, app: App = ACCOUNT) -> WeChatClient:
        """wechatpy's plain client: its hosts are rewritten, nothing else of it is changed."""
        made = WeChatClient(app.appid, app.secret, auto_retry=False)
        made._http.mount("https://", Rewriting(self.base))
        return made


@pytest.fixture
def stand_in(tmp_path: Path, node: Node) -> Iterator[StandIn]:
    """A stand-in in safe mode whose webhook is the node server."""
    given = Settings(ACCOUNT, MINI, node.webhook, "http://127.0.0.1", tmp_path, START, "safe")
    with serve(lambda port: create_app(replace(given, own_url=f"http://127.0.0.1:{port}"))) as base:
        accounts = [
            {
                "original_id": app.original_id,
                "token": app.token,
                "key": app.aes_key,
                "appid": app.appid,
                "secret": app.secret,
            }
            for app in (ACCOUNT, MINI)
        ]
        node.control("begin", accounts=accounts, base=base)
        yield StandIn(base)
