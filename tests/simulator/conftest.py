"""A stand-in under test, a clock moved by hand, a webhook on a real socket."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.app import create_app
from simulator.clock import Clock
from simulator.platform import Platform
from simulator.settings import BEIJING, App, Settings

WALL = 1_763_860_000.0
START = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)
SHOWN = int(START.timestamp())
ACCOUNT = App("wx0123456789abcdef", "demosecret", "gh_demo00000001", "demotoken", "A" * 43)
MINI = App("wxfedcba9876543210", "minisecret", "gh_demo00000002", "minitoken", "B" * 43)


class ManualClock(Clock):
    """Both times stand still until a test moves them."""

    def __init__(self) -> None:
        self.at = WALL
        super().__init__(START)

    def wall(self) -> float:
        return self.at

    def pass_by(self, seconds: float) -> None:
        """Let time go by, on the wall and on the phone."""
        self.at += seconds


@dataclass(frozen=True)
class Seen:
    """One request as it came over the wire."""

    raw: bytes

    @property
    def head(self) -> str:
        return self.raw.split(b"\r\n\r\n", 1)[0].decode()

    @property
    def body(self) -> bytes:
        return self.raw.split(b"\r\n\r\n", 1)[1]

    @property
    def query(self) -> dict[str, str]:
        return dict(re.findall(r"[?&](\w+)=([^& ]*)", self.head.split("\r\n", 1)[0]))


def http(body: bytes | str, status: str = "200 OK", more: str = "") -> bytes:
    """An HTTP response, whole."""
    content = body.encode() if isinstance(body, str) else body
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\n{more}\r\n".encode() + content


class Webhook:
    """The smallest server: keeps what came, answers what the test says, each connection on its own thread.

    `answer` gets the request and its number from 1, and returns whole HTTP bytes; None leaves the caller waiting
    until `release` is set.
    """

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.answer: Callable[[Seen, int], bytes | None] = lambda seen, number: http("success")
        self.release = threading.Event()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/wechat"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._served, args=[connection], daemon=True).start()

    def _served(self, connection: socket.socket) -> None:
        with contextlib.suppress(ConnectionError):
            self._handle(connection)

    def _handle(self, connection: socket.socket) -> None:
        with connection:
            raw = b""
            while b"\r\n\r\n" not in raw:
                raw += connection.recv(65536)
            length = int((re.search(rb"Content-Length: (\d+)", raw) or [b"", b"0"])[1])
            while len(raw.split(b"\r\n\r\n", 1)[1]) < length:
                raw += connection.recv(65536)
            with self._lock:
                self.seen.append(Seen(raw))
                number = len(self.seen)
            said = self.answer(self.seen[number - 1], number)
            if said is None:
                self.release.wait(20)
                return
            connection.sendall(said)

    def close(self) -> None:
        """Stop listening and let everyone go."""
        self.release.set()
        self._listener.close()


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    """The product's place, taken by a tiny server."""
    server = Webhook()
    yield server
    server.close()


@pytest.fixture
def clock() -> ManualClock:
    """The clock of the stand-in under test."""
    return ManualClock()


@pytest.fixture
def given(tmp_path: Path, webhook: Webhook) -> Settings:
    """Settings of an account with a mini program, in plain mode."""
    return Settings(ACCOUNT, MINI, webhook.url, "http://127.0.0.1:8001", tmp_path, START, "plain")


class Phone:
    """A phone in the hand of a test."""

    def __init__(self, client: FlaskClient, platform: Platform) -> None:
        self.client = client
        self.platform = platform

    def person(self, name: str = "王代表", following: bool = True) -> str:
        """A new person's openid; following without having told the webhook."""
        openid: str = self.post("/phone/users", name=name)["openid"]
        if following:
            self.platform.store.set_following(openid, True, SHOWN, "")
        return openid

    def post(self, path: str, /, **values: Any) -> dict[str, Any]:
        """Post JSON and give back JSON."""
        answer: dict[str, Any] = self.client.post(path, json=values).get_json()
        return answer

    def act(self, openid: str, do: str, /, **values: Any) -> dict[str, Any]:
        """Do something and wait until the webhook has been told."""
        return self.post("/phone/act", openid=openid, do=do, wait=True, **values)

    def texts(self, openid: str, do: str, /, **values: Any) -> list[str]:
        """Do something; the texts that came back."""
        return [bubble["text"] for bubble in self.act(openid, do, **values)["bubbles"]]

    def switch(self, **values: Any) -> None:
        """Turn switches."""
        self.platform.switches.set(values)

    def verdicts(self) -> list[str]:
        """What the ledger says of each attempt and call, oldest first."""
        return [entry["verdict"] for entry in self.platform.ledger.entries()]

    def token(self, app: App = ACCOUNT) -> str:
        """A valid access token."""
        return self.platform.tokens[app.appid].stable()[0]

    def call(self, path: str, body: Any = None, app: App = ACCOUNT) -> dict[str, Any]:
        """Call the platform's API, without the random end of the text of an error."""
        address = f"{path}{'&' if '?' in path else '?'}access_token={self.token(app)}"
        response = self.client.get(address) if body is None else self.client.post(address, json=body)
        assert response.status_code == 200
        answer: dict[str, Any] = response.get_json()
        if "errmsg" in answer:
            answer["errmsg"] = re.sub(r" rid: [0-9a-f]{8}(-[0-9a-f]{8}){2}$", "", answer["errmsg"])
        return answer


@pytest.fixture
def phone(given: Settings, clock: ManualClock) -> Iterator[Phone]:
    """A phone connected to a stand-in."""
    app = create_app(given, clock)
    platform: Platform = app.extensions["platform"]
    yield Phone(app.test_client(), platform)
    platform.store.close()


@pytest.fixture
def safe(given: Settings) -> Settings:
    """The same settings in safe mode."""
    return replace(given, mode="safe")


def until(condition: Callable[[], Any], seconds: float = 60) -> None:
    """Wait for something that another thread does; fails when it doesn't come."""
    patience = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < patience, "it never came"
        time.sleep(0.005)


def text_reply(openid: str, content: str = "好") -> str:
    """A right plain answer."""
    return (
        f"<xml><ToUserName><![CDATA[{openid}]]></ToUserName><FromUserName><![CDATA[gh_demo00000001]]></FromUserName>"
        f"<CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content></xml>"
    )
