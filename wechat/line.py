"""A lean line to Redis for the path of a message: one connection a thread, scripts by their hash.

redis-py's client costs more than the server's work: pools, retries, metrics and events around every call. Here its
Connection does what is hard (addresses, TLS, sign-in) and the rest is two calls: send, read.
"""

import threading
from collections.abc import Mapping
from hashlib import sha1
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from wechat.memory import Unreachable


class Line:
    """Runs scripts on the server at `url`. Safe to share between threads and across a fork before first use."""

    def __init__(self, url: str, scripts: Mapping[str, str], timeout: float = 1.0) -> None:
        """`timeout` in seconds, for connecting as for every answer."""
        self._pool = redis.ConnectionPool.from_url(
            url, protocol=2, socket_timeout=timeout, socket_connect_timeout=timeout, retry=Retry(NoBackoff(), 0),
            health_check_interval=0,
        )  # fmt: skip
        self._scripts = scripts
        self._hashes = {name: sha1(text.encode()).hexdigest().encode() for name, text in scripts.items()}  # noqa: S324
        self._local = threading.local()

    def run(self, script: str, keys: int, *args: bytes | str | int) -> Any:
        """Run a script and wait for its answer. Raises Unreachable."""
        try:
            connection = self._connection()
            try:
                return self._exchange(connection, (b"EVALSHA", self._hashes[script], keys, *args))
            except redis.exceptions.NoScriptError:
                return self._exchange(connection, (b"EVAL", self._scripts[script], keys, *args))
        except (redis.exceptions.RedisError, OSError) as error:
            self._drop()
            raise Unreachable(type(error).__name__) from error

    def post(self, script: str, keys: int, *args: bytes | str | int) -> None:
        """Run a script without waiting: its answer is read before this thread's next call. Raises Unreachable."""
        try:
            connection = self._connection()
            connection.send_packed_command(
                connection.pack_command(b"EVALSHA", self._hashes[script], keys, *args), False
            )
            self._local.owed += 1
        except (redis.exceptions.RedisError, OSError) as error:
            self._drop()
            raise Unreachable(type(error).__name__) from error

    def _exchange(self, connection: Any, command: tuple[Any, ...]) -> Any:
        connection.send_packed_command(connection.pack_command(*command), False)
        while self._local.owed:
            self._local.owed -= 1
            try:
                connection.read_response(disable_decoding=True)
            except redis.exceptions.ResponseError:
                # A posted step failed on the server (a restart lost its script, say); the push it belonged to was
                # answered already, and a repeated delivery of it waits and is acknowledged.
                continue
        return connection.read_response(disable_decoding=True)

    def _connection(self) -> Any:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._pool.make_connection()
            connection.connect()
            for text in self._scripts.values():
                connection.send_packed_command(connection.pack_command(b"SCRIPT", b"LOAD", text), False)
                connection.read_response()
            self._local.connection = connection
            self._local.owed = 0
        return connection

    def _drop(self) -> None:
        connection = getattr(self._local, "connection", None)
        self._local.connection = None
        if connection is not None:
            connection.disconnect()

    def close(self) -> None:
        """Close this thread's connection."""
        self._drop()
