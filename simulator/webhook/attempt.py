"""One request to the webhook on a socket of its own, cut hard at the deadline."""

import contextlib
import http.client
import socket
import ssl
import struct
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from simulator.webhook.pushes import Request

BODY_LIMIT = 1 << 20  # bytes; nothing that an account may answer is as long


@dataclass(frozen=True)
class Answer:
    """What came back. `status` is 0 when nothing did; `error` then says why, and `alarm` what kind of failure it is."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    error: str
    ms: float
    alarm: str = ""  # dns, connect or timeout


def send(request: Request, cut: float, *, hang_up: bool = False) -> Answer:
    """Send one push, or the check of an address if it has no body; redirects aren't followed.

    `cut` is in seconds: then the connection is closed, whatever has arrived, as the platform does (section 3).
    `hang_up` resets the connection as soon as everything is sent.
    """
    began = time.monotonic()
    address = urlsplit(request.url)
    maker = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = maker(address.hostname or "", address.port, timeout=cut)
    cut_off = threading.Event()

    def cut_now() -> None:
        cut_off.set()
        if connection.sock is not None:
            # The other side may have closed it in the meantime.
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(cut, cut_now)
    timer.daemon = True
    timer.start()
    status, body, error, alarm = 0, b"", "", ""
    headers: tuple[tuple[str, str], ...] = ()
    try:
        connection.connect()
        alarm = "broken"
        connection.putrequest(
            "POST" if request.body else "GET",
            address.path + (f"?{address.query}" if address.query else ""),
            skip_host=True,
            skip_accept_encoding=True,
        )
        for name, value in request.headers:
            connection.putheader(name, value)
        connection.endheaders(request.body or None)
        if hang_up:
            _reset(connection.sock)
            raise ConnectionAbortedError
        response = connection.getresponse()
        body = response.read(BODY_LIMIT)
        status, headers = response.status, tuple(response.getheaders())
    except (OSError, http.client.HTTPException) as problem:
        error = _said(problem)
        alarm = alarm or ("dns" if isinstance(problem, socket.gaierror) else "connect")
    finally:
        timer.cancel()
        connection.close()
    if cut_off.is_set() or error == "timeout":
        # A body that was cut may look whole when it has no Content-Length.
        alarm = "timeout" if alarm == "broken" else "connect"
        status, headers, body, error = 0, (), b"", f"no answer within {cut:g} s"
    return Answer(status, headers, body, error, (time.monotonic() - began) * 1000, alarm if error else "")


def _reset(connection: socket.socket) -> None:
    # Unsent bytes would be lost with it; what is sent stays in the other side's hands.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _said(problem: Exception) -> str:
    if isinstance(problem, TimeoutError):
        return "timeout"
    if isinstance(problem, ConnectionAbortedError):
        return "the platform hung up (fault)"
    if isinstance(problem, ConnectionRefusedError):
        return "connection refused"
    if isinstance(problem, socket.gaierror):
        return "the host name is unknown"
    if isinstance(problem, ssl.SSLError):
        return "TLS failed"
    return f"the connection broke ({type(problem).__name__})"
