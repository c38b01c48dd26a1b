"""The platform client against a scripted platform on a real socket: exact requests, one refresh, bounded retries."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import redis

from wechat.client import Client, Code, PlatformDown, PlatformError
from wechat.replies import Article, Cards, Nothing, Text
from wechat.tokens import LocalTokens, RedisTokens, Tokens


@dataclass
class Platform:
    """Answers by path; keeps every request's method, path and raw body."""

    answers: dict[str, list[Any]] = field(default_factory=dict)
    requests: list[tuple[str, str, bytes]] = field(default_factory=list)
    tokens: int = 0
    url: str = ""

    def of(self, path: str) -> list[bytes]:
        return [body for _, where, body in self.requests if where.startswith(path)]

    def answer(self, path: str) -> tuple[int, bytes]:
        if path.startswith("/cgi-bin/stable_token"):
            self.tokens += 1
            return 200, json.dumps({"access_token": f"TOKEN{self.tokens}", "expires_in": 7200}).encode()
        queue = self.answers.get(path.partition("?")[0], [])
        answer = queue.pop(0) if queue else {"errcode": 0, "errmsg": "ok"}
        if isinstance(answer, tuple):
            return answer
        return 200, json.dumps(answer).encode()


@pytest.fixture
def platform() -> Iterator[Platform]:
    platform = Platform()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            platform.requests.append((self.command, self.path, body))
            status, data = platform.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    platform.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield platform
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["local", "redis"])
def tokens(request: pytest.FixtureRequest, redis_url: str) -> Iterator[Tokens]:
    if request.param == "local":
        yield LocalTokens()
        return
    server = redis.Redis.from_url(redis_url)
    server.delete("token:wx1", "token-lock:wx1")
    yield RedisTokens(server)
    server.close()


@pytest.fixture
def client(platform: Platform, tokens: Tokens) -> Client:
    return Client("wx1", "SECRET", platform.url, platform.url, tokens)


def test_a_message_goes_out_as_raw_utf8(client: Client, platform: Platform):
    client.send("oX", Text("您好"))
    assert [path for _, path, _ in platform.requests] == [
        "/cgi-bin/stable_token", "/cgi-bin/message/custom/send?access_token=TOKEN1",
    ]  # fmt: skip
    body = platform.requests[1][2]
    assert json.loads(body) == {"touser": "oX", "msgtype": "text", "text": {"content": "您好"}}
    assert "您好".encode() in body


def test_the_token_is_fetched_once_and_shared(platform: Platform, tokens: Tokens):
    clients = [Client("wx1", "SECRET", platform.url, platform.url, tokens) for _ in range(8)]
    threads = [threading.Thread(target=client.send, args=("oX", Text("x"))) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert platform.tokens == 1
    assert len(platform.of("/cgi-bin/message/custom/send")) == 8


def test_a_stale_token_is_replaced_once(client: Client, platform: Platform):
    stale = {"errcode": 40001, "errmsg": "invalid credential"}
    platform.answers["/cgi-bin/message/custom/send"] = [stale]
    client.send("oX", Text("x"))
    assert platform.tokens == 2
    assert [path[-6:] for _, path, _ in platform.requests if "send" in path] == ["TOKEN1", "TOKEN2"]


def test_a_permanent_40001_ends_after_one_more_try(client: Client, platform: Platform):
    platform.answers["/cgi-bin/message/custom/send"] = [{"errcode": 40001, "errmsg": "no"}] * 9
    with pytest.raises(PlatformError) as error:
        client.send("oX", Text("x"))
    assert error.value.code == 40001
    assert (platform.tokens, len(platform.of("/cgi-bin/message/custom/send"))) == (2, 2)


def test_a_token_that_somebody_replaced_is_not_dropped(tokens: Tokens):
    tokens.put("wx1", "new", 7200)
    tokens.drop("wx1", "old")
    assert tokens.get("wx1") == "new"
    tokens.drop("wx1", "new")
    assert tokens.get("wx1") is None


def test_one_at_a_time_refreshes(tokens: Tokens):
    ticket = tokens.lock("wx1")
    assert ticket is not None
    assert tokens.lock("wx1") is None
    tokens.unlock("wx1", "another")
    assert tokens.lock("wx1") is None
    tokens.unlock("wx1", ticket)
    assert tokens.lock("wx1") is not None


def test_codes(client: Client, platform: Platform):
    temporary = {"ticket": "T1", "expire_seconds": 2592000, "url": "http://weixin.qq.com/q/1"}
    platform.answers["/cgi-bin/qrcode/create"] = [temporary, {"ticket": "T2", "url": "http://weixin.qq.com/q/2"}]
    assert client.create_code("item_x", permanent=False) == Code("T1", "http://weixin.qq.com/q/1", 2592000)
    assert client.create_code("desk_a", permanent=True) == Code("T2", "http://weixin.qq.com/q/2", None)
    assert [json.loads(body) for body in platform.of("/cgi-bin/qrcode/create")] == [
        {"action_info": {"scene": {"scene_str": "item_x"}}, "action_name": "QR_STR_SCENE", "expire_seconds": 2592000},
        {"action_info": {"scene": {"scene_str": "desk_a"}}, "action_name": "QR_LIMIT_STR_SCENE"},
    ]


def test_code_pictures(client: Client, platform: Platform):
    platform.answers["/cgi-bin/showqrcode"] = [(200, b"\xff\xd8jpeg"), (404, b"")]
    assert client.code_picture("a/b=") == b"\xff\xd8jpeg"
    assert platform.requests[0][1] == "/cgi-bin/showqrcode?ticket=a%2Fb%3D"
    with pytest.raises(PlatformError):
        client.code_picture("gone")


def test_the_menu(client: Client, platform: Platform):
    platform.answers["/cgi-bin/menu/get"] = [{"errcode": 46003, "errmsg": "menu no exist"}, {"menu": {"button": []}}]
    assert client.menu() is None
    assert client.menu() == {"menu": {"button": []}}
    client.publish_menu({"button": [{"name": "大会服务"}]})
    assert "大会服务".encode() in platform.of("/cgi-bin/menu/create")[0]


def test_a_card_is_one_article_and_silence_is_not_sent(client: Client, platform: Platform):
    client.send("oX", Cards((Article("标题", "摘要", "http://p", "http://u"), Article("二"))))
    client.send("oX", Nothing())
    assert [json.loads(body) for body in platform.of("/cgi-bin/message/custom/send")] == [
        {"touser": "oX", "msgtype": "news",
         "news": {"articles": [{"title": "标题", "description": "摘要", "url": "http://u", "picurl": "http://p"}]}}
    ]  # fmt: skip


def test_trouble_is_said_without_secrets(client: Client, platform: Platform):
    platform.answers["/cgi-bin/message/custom/send"] = [
        (502, b"<html>bad gateway</html>"), {"errcode": 45015, "errmsg": "TOKEN1 SECRET out of time"},
    ]  # fmt: skip
    with pytest.raises(PlatformDown):
        client.send("oX", Text("x"))
    with pytest.raises(PlatformError) as error:
        client.send("oX", Text("x"))
    assert str(error.value) == "45015 *** *** out of time"


def test_an_unreachable_platform():
    client = Client("wx1", "SECRET", "http://127.0.0.1:9", "http://127.0.0.1:9", LocalTokens())
    with pytest.raises(PlatformDown):
        client.send("oX", Text("x"))
