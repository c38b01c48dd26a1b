"""The platform's two sides that a test over real processes needs: deliveries with the real deadlines, and the API that
takes customer-service messages. Written from the protocol, for tests only."""

import http.client
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.etree import ElementTree

from tests import pushes
from tests.pushes import Push

CUT = 5.0  # seconds; section 3


class Api:
    """Answers stable_token and message/custom/send; keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}
                if self.path.startswith("/cgi-bin/stable_token"):
                    answer = {"access_token": "T" * 40, "expires_in": 7200}
                elif self.path.startswith("/cgi-bin/message/custom/send"):
                    api.sent.append((body["touser"], body["text"]["content"]))
                data = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass
class Person:
    """One push's fate, as the person behind the phone sees it."""

    push: Push
    attempts: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    done: bool = False
    prompt: bool = False

    def deliver(self, port: int, *, doubled: bool = False) -> None:
        """Up to three attempts, each cut after 5 s; `doubled`: every attempt goes out twice at the same instant.

        As on the platform, the first valid reply counts and ends the attempts; a double's reply is a repetition of it.
        """
        for _ in range(3):
            results: list[str | None] = []
            threads = [threading.Thread(target=self._one_of, args=(port, results)) for _ in range(2 if doubled else 1)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            answered = [result for result in results if result is not None]
            if answered:
                texts = {result for result in answered if result}
                self.replies.extend(texts)
                self.done = True
                return
        self.prompt = True

    def _one_of(self, port: int, results: list[str | None]) -> None:
        results.append(self._attempt(port))

    def _attempt(self, port: int) -> str | None:
        """The reply's text, "" for a bare success, None for a failed attempt."""
        delivery = self.push.deliver()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=CUT)
        started = time.monotonic()
        try:
            connection.request("POST", f"/wechat?{delivery.query}", delivery.body, {"Content-Type": "text/xml"})
            answer = connection.getresponse()
            body = answer.read()
        except OSError as error:
            # A cut attempt lasts its five seconds; one that fails at once is tried again at once.
            self.attempts.append(type(error).__name__)
            return None
        finally:
            connection.close()
        if time.monotonic() - started > CUT or answer.status != 200:
            self.attempts.append(f"late or {answer.status}")
            return None
        self.attempts.append("answered")
        if body in (b"success", b""):
            return ""
        root = ElementTree.fromstring(body)
        if self.push.mode != "plain":
            inner, appid = pushes.unseal(root.findtext("Encrypt") or "")
            assert appid == pushes.APPID
            root = ElementTree.fromstring(inner)
        assert root.findtext("ToUserName") == self.push.fields["FromUserName"]
        return root.findtext("Content") or ""


def seen_by(person: Person, api: Api) -> Counter[str]:
    """Everything that reached this person, however it came."""
    openid = person.push.fields["FromUserName"]
    return Counter(person.replies) + Counter(text for touser, text in api.sent if touser == openid)
