"""A lean line to Redis for the path of a message: warm connections, scripts by their hash.

redis-py's client costs more than the server's work: pools, retries, metrics and events around every call, and a
time-out that asks the kernel twice. Here its Connection does what is hard (addresses, TLS, sign-in), its parser reads,
and the rest is one send and one receive.
"""

import atexit
import os
import select
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha1
from typing import Any

import hiredis
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from wechat.memory import Unreachable

ROOM = 1 << 16  # bytes to receive at once; an answer is far smaller
FRESH = 1.0  # seconds for which an idle connection is taken without a look at it
SOON = 0.003  # seconds that a post may wait for company
HELD = 5_000  # posts kept while Redis is gone; the oldest are dropped
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
        self._posted: deque[bytes] = deque(maxlen=HELD)
        self._some = threading.Event()
        self._started = 0  # the process whose thread posts; a fork has none
        self._lock = threading.Lock()

    def run(self, script: str, keys: int, *args: bytes | str | int) -> Any:
        """Run a script and wait for its answer; None where Redis has nothing. Raises Unreachable.

        What was posted goes ahead of it, so that a process sees its own doings."""
        posted = self._taken() if self._posted else []
        command = b"".join(posted) + _packed(b"EVALSHA", self._hashes[script], keys, *args)
        try:
            with self._connection() as connection:
                try:
                    return connection.ask(command)
                except hiredis.ReplyError as error:
                    if not str(error).startswith("NOSCRIPT"):
                        raise
                    # Somebody emptied the server's scripts: load all of them, and say again what was only posted.
                    connection.load(self._scripts)
                    return connection.ask(command)
        except Unreachable:
            self._put_back(posted)
            raise

    def post(self, script: str, keys: int, *args: bytes | str | int) -> None:
        """Run a script within a few milliseconds, without its answer: with the next `run`, or else by a thread.

        A write for itself would cost as much as the wait for an answer, mostly in waking the server. The script may
        come twice, when a connection breaks; what is posted while Redis is gone arrives when it is back, bounded.
        """
        self._posted.append(SILENTLY + _packed(b"EVALSHA", self._hashes[script], keys, *args))
        if not self._some.is_set():
            if self._started != os.getpid():
                self._start()
            self._some.set()

    def flush(self) -> None:
        """Send what was posted, and see that it arrived. Raises Unreachable."""
        posted = self._taken()
        if not posted:
            return
        # A connection that the server just gave up takes bytes without a word, and a script that the server has lost
        # says nothing after SILENTLY either: only a question of our own tells.
        command = b"".join(posted) + _packed(b"SCRIPT", b"EXISTS", *self._hashes.values())
        try:
            with self._connection() as connection:
                if not all(connection.ask(command)):
                    connection.load(self._scripts)
                    connection.ask(command)
        except Unreachable:
            self._put_back(posted)
            raise

    def _taken(self) -> list[bytes]:
        taken = []
        try:
            while True:
                taken.append(self._posted.popleft())
        except IndexError:  # several threads take: each command goes to one of them
            return taken

    def _put_back(self, posted: list[bytes]) -> None:
        """Before all others, the newest first: there may be no room for the oldest."""
        for each in reversed(posted):
            if len(self._posted) < HELD:
                self._posted.appendleft(each)

    def _start(self) -> None:
        with self._lock:
            if self._started != os.getpid():
                self._started = os.getpid()
                threading.Thread(target=self._keep_posting, name="posts", daemon=True).start()
                atexit.register(self._last)

    def _keep_posting(self) -> None:
        while self._some.wait():
            time.sleep(SOON)
            self._some.clear()  # before looking, so that what comes while we look is looked at again
            try:
                self.flush()
            except Unreachable:
                time.sleep(FRESH)
                self._some.set()

    def _last(self) -> None:
        with suppress(Unreachable):  # the end of the process: there is nobody left to try again
            self.flush()

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
            late = isinstance(error, BlockingIOError | TimeoutError)  # the kernel calls it the first
            raise Unreachable("no answer in time" if late else type(error).__name__) from error
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
