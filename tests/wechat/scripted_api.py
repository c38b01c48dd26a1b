"""A platform's API on a real socket that answers as told and keeps every request's bytes. For tests only."""

import json
import socket
import struct
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

RESET = object()  # breaks the connection without an answer
DRIP = object()  # a byte now and then, for ever
OK = {"errcode": 0, "errmsg": "ok"}
STALE = {"errcode": 40001, "errmsg": "invalid credential, access_token is invalid or not latest"}


@dataclass
class ScriptedApi:
    """Answers by path, each once and then `always` or ok: JSON, (status, bytes), or RESET."""

    answers: dict[str, list[Any]] = field(default_factory=dict)
    always: dict[str, Any] = field(default_factory=dict)
    requests: list[tuple[str, str, bytes]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)
    tokens: int = 0
    seconds: int = 7200
    refused: set[str] = field(default_factory=set)  # tokens that are stale
    url: str = ""
    stopped: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, path: str) -> list[bytes]:
        """The bodies that came to an address."""
        return [body for _, where, body in self.requests if where.startswith(path)]

    def json_of(self, path: str) -> list[Any]:
        """The same, read."""
        return [json.loads(body) for body in self.of(path)]

    def calls(self) -> list[tuple[str, str]]:
        """Method and address of every request but those for tokens."""
        return [(how, where) for how, where, _ in self.requests if "stable_token" not in where]

    def answer(self, path: str) -> Any:
        """What to say now."""
        path, _, query = path.partition("?")
        with self._lock:
            if any(query.startswith(f"access_token={token}") for token in self.refused):
                return STALE
            if queue := self.answers.get(path):
                return queue.pop(0)
            if path in self.always:
                return self.always[path]
            if path == "/cgi-bin/stable_token":
                self.tokens += 1
                return {"access_token": f"TOKEN{self.tokens}", "expires_in": self.seconds}
            return OK

    def start(self) -> None:
        """Listen on a free port."""
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 1 << 16  # header and body in one packet
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                api.requests.append((self.command, self.path, body))
                api.headers.append(dict(self.headers.items()))
                api.connections.add(self.client_address)
                said = api.answer(self.path)
                if said is RESET:
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                    self.close_connection = True
                    return
                if said is DRIP:
                    self._drip()
                    return
                status, data = said if isinstance(said, tuple) else (200, json.dumps(said).encode())
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", f"{api.url}/elsewhere")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST

            def _drip(self) -> None:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                while not api.stopped.wait(0.02):
                    self.wfile.write(b" ")
                    self.wfile.flush()
                self.close_connection = True

            def handle(self) -> None:
                try:
                    super().handle()
                except (OSError, ValueError):
                    return  # reset above, or by a client that had enough

            def finish(self) -> None:
                try:
                    super().finish()
                except (OSError, ValueError):
                    return

            def log_message(self, format: str, *args: object) -> None:
                return

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 512

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
