"""A lean line to Redis for the path of a message: warm connections, scripts by their hash.

redis-py's client costs more than the server's work: pools, retries, metrics and events around every call, and a
time-out that asks the kernel twice. Here its Connection does what is hard (addresses, TLS, sign-in), its parser reads,
and the rest is one send and one receive.
"""

import select
import socket
import struct
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha1
from typing import Any

import hiredis
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from wechat.memory import Unreachable

ROOM = 1 << 16  # bytes to receive at once; an answer is far smaller
FRESH = 1.0  # seconds for which an idle connection is taken without a look at it
# No answer to the command that follows, not even to this one.
SILENTLY = b"*3\r\n$6\r\nCLIENT\r\n$5\r\nREPLY\r\n$4\r\nSKIP\r\n"


class _Connection:
    """One connection, used by one thread at a time."""

    def __init__(self, pool: "redis.ConnectionPool", scripts: Mapping[str, str], timeout: float) -> None:
        self._redis: Any = pool.make_connection()  # Any: its socket is not part of what it promises
        self._redis.connect()
        self._socket: socket.socket = getattr(self._redis, "_sock")  # noqa: B009  mypy sees the interface, not the class
        if type(self._socket) is socket.socket:  # not TLS: let the kernel watch the time, which is one call and not two
            self._socket.settimeout(None)
            limit = struct.pack("ll", int(timeout), int(timeout % 1 * 1e6))
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        self._reader = hiredis.Reader()
        self.used = 0.0  # monotonic seconds
        self.load(scripts)

    def load(self, scripts: Mapping[str, str]) -> None:
        """Make the scripts known to the server."""
        for text in scripts.values():
            self.ask(_packed(b"SCRIPT", b"LOAD", text))

    def is_dead(self) -> bool:
        """Whether the server hung up while nobody used it: then, and only then, there is something to read."""
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(0))

    def send(self, command: bytes) -> None:
        self._socket.sendall(command)

    def ask(self, command: bytes) -> Any:
        self._socket.sendall(command)
        while (answer := self._reader.gets()) is False:
            received = self._socket.recv(ROOM)
            if not received:
                raise ConnectionError("the server hung up")
            self._reader.feed(received)
        if isinstance(answer, hiredis.ReplyError):
            raise answer
        return answer

    def close(self) -> None:
        self._redis.disconnect()


class Line:
    """Runs scripts on the server at `url`. Safe to share between threads and across a fork before first use."""

    def __init__(self, url: str, scripts: Mapping[str, str], timeout: float = 1.0) -> None:
        """`timeout` in seconds, for connecting as for every answer."""
        self._pool = redis.ConnectionPool.from_url(
            url, protocol=2, socket_timeout=timeout, socket_connect_timeout=timeout, retry=Retry(NoBackoff(), 0),
            health_check_interval=0,
        )  # fmt: skip
        self._scripts, self._timeout = scripts, timeout
        self._hashes = {name: sha1(text.encode()).hexdigest().encode() for name, text in scripts.items()}  # noqa: S324
        # The one used last is taken first: it is warm, and no more are opened than are busy at once.
        self._idle: list[_Connection] = []

    def run(self, script: str, keys: int, *args: bytes | str | int) -> Any:
        """Run a script and wait for its answer; None where Redis has nothing. Raises Unreachable."""
        with self._connection() as connection:
            command = _packed(b"EVALSHA", self._hashes[script], keys, *args)
            try:
                return connection.ask(command)
            except hiredis.ReplyError as error:
                if not str(error).startswith("NOSCRIPT"):
                    raise
                # Somebody emptied the server's scripts: load all of them, for `post` would never hear of it.
                connection.load(self._scripts)
                return connection.ask(command)

    def post(self, script: str, keys: int, *args: bytes | str | int) -> None:
        """Run a script without asking for its answer. Raises Unreachable when it can't even be sent."""
        with self._connection() as connection:
            connection.send(SILENTLY + _packed(b"EVALSHA", self._hashes[script], keys, *args))

    @contextmanager
    def _connection(self) -> Iterator[_Connection]:
        """A connection for one exchange. One that failed is closed, and so are the idle ones, which failed with it."""
        connection = self._warm()
        try:
            if connection is None:
                connection = _Connection(self._pool, self._scripts, self._timeout)
            yield connection
        except (redis.RedisError, hiredis.HiredisError, OSError) as error:
            if connection is not None:
                connection.close()
            self.close()
            raise Unreachable(type(error).__name__) from error
        connection.used = time.monotonic()
        self._idle.append(connection)

    def _warm(self) -> _Connection | None:
        """The idle connection that was used last; those that the server gave up meanwhile are closed."""
        while (connection := self._pop()) is not None:
            if time.monotonic() - connection.used < FRESH or not connection.is_dead():
                return connection
            connection.close()
        return None

    def _pop(self) -> _Connection | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def close(self) -> None:
        """Close the connections that nobody uses at the moment."""
        while (connection := self._pop()) is not None:  # several threads may be at it: all notice a failure at once
            connection.close()


def _packed(*parts: bytes | str | int) -> bytes:
    packed: bytes = hiredis.pack_command(parts)  # type: ignore[arg-type]  # its stub knows one element only
    return packed
