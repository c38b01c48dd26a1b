"""One request to the webhook on a socket of its own, cut hard at the deadline."""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from simulator.pushes import Request

BODY_LIMIT = 1 << 20  # bytes; nothing that an account may answer is as long


@dataclass(frozen=True)
class Answer:
    """What came back. `status` is 0 when nothing did; `error` then says why."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    error: str
    ms: float


def send(request: Request, cut: float) -> Answer:
    """Send one push, or the check of an address if it has no body; redirects aren't followed.

    `cut` is in seconds: then the connection is closed, whatever has arrived, as the platform does (section 3).
    """
    began = time.monotonic()
    address = urlsplit(request.url)
    maker = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = maker(address.hostname or "", address.port, timeout=cut)
    cut_off = threading.Event()

    def hang_up() -> None:
        cut_off.set()
        if connection.sock is not None:
            # The other side may have closed it in the meantime.
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(cut, hang_up)
    timer.daemon = True
    timer.start()
    status, body, error = 0, b"", ""
    headers: tuple[tuple[str, str], ...] = ()
    try:
        connection.putrequest(
            "POST" if request.body else "GET",
            address.path + (f"?{address.query}" if address.query else ""),
            skip_host=True,
            skip_accept_encoding=True,
        )
        for name, value in request.headers:
            connection.putheader(name, value)
        connection.endheaders(request.body or None)
        response = connection.getresponse()
        body = response.read(BODY_LIMIT)
        status, headers = response.status, tuple(response.getheaders())
    except (OSError, http.client.HTTPException) as problem:
        error = _said(problem)
    finally:
        timer.cancel()
        connection.close()
    if cut_off.is_set() or error == "timeout":
        # A body that was cut may look whole when it has no Content-Length.
        status, headers, body, error = 0, (), b"", f"no answer within {cut:g} s"
    return Answer(status, headers, body, error, (time.monotonic() - began) * 1000)


def _said(problem: Exception) -> str:
    if isinstance(problem, TimeoutError):
        return "timeout"
    if isinstance(problem, ConnectionRefusedError):
        return "connection refused"
    if isinstance(problem, socket.gaierror):
        return "the host name is unknown"
    if isinstance(problem, ssl.SSLError):
        return "TLS failed"
    return f"the connection broke ({type(problem).__name__})"
