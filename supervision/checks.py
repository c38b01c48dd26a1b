"""What must hold before anything is started; each failure is one sentence that says what to do."""

import fcntl
import os
import re
import socket
import time
from contextlib import closing
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit, urlunsplit

PORT_PATIENCE = 2.0  # seconds; the processes of a supervisor that was killed need a moment to go


class CannotStart(Exception):
    """Something outside the program is in the way. The text is one line for the operator."""


def own_data_folder(folder: Path) -> TextIO:
    """Make the data folder and take it while the returned handle is open. CannotStart: not writable, or in use."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("logs", "redis", "metrics"):
            (folder / name).mkdir(exist_ok=True)
        handle = (folder / "supervisor.lock").open("a+")
    except OSError as error:
        raise CannotStart(
            f"The data folder {folder} can't be written ({error.strerror}). Give it to this user, or choose another: "
            "DATA_DIR=/path make run"
        ) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.seek(0)
        owner = handle.read().strip()
        handle.close()
        raise CannotStart(
            f"The data folder {folder} is in use by a running instance (process {owner}). Stop that one, or choose "
            "another folder and ports: DATA_DIR=/path PORT=8010 SIMULATOR_PORT=8011 make run"
        ) from None
    handle.truncate(0)
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


def port_is_free(host: str, port: int, key: str) -> None:
    """CannotStart when nothing can listen there; `key` is the setting that moves it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    deadline = time.monotonic() + PORT_PATIENCE
    while True:
        with closing(socket.socket(family)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                probe.listen(1)
                return
            except PermissionError:
                raise CannotStart(
                    f"This user may not open port {port}; choose one above 1023: {key}={port + 8000} make run"
                ) from None
            except OSError as error:
                if isinstance(error, socket.gaierror) or error.errno == 99:  # EADDRNOTAVAIL
                    raise CannotStart(f"{host} (HOST) is not an address of this machine") from None
        if time.monotonic() > deadline:
            raise CannotStart(
                f"Port {port} on {host} is taken by another program. Stop it, or choose another port: "
                f"{key}={port + 10} make run"
            )
        time.sleep(0.1)


def redis_answers(url: str) -> None:
    """CannotStart when no Redis server answers at `url`."""
    import redis

    try:
        with closing(redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3)) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        raise CannotStart(
            f"No Redis server answers at {without_password(url)} ({one_line(error)}). Start it, or leave REDIS_URL "
            "empty for the embedded one"
        ) from None


def database_answers(url: str) -> None:
    """CannotStart when the database at `url` can't be reached; binds `models` to it."""
    import models

    try:
        models.bind(url)
        models.ping()
    except Exception as error:  # noqa: BLE001  every driver has its own classes; all mean the same to the operator
        raise CannotStart(
            f"The database at {without_password(url)} can't be reached ({one_line(error)}). Check DATABASE_URL and "
            "that its server runs"
        ) from None
    finally:
        if models.database.obj is not None:
            models.close()


def without_password(url: str) -> str:
    """The address as it may be shown."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.split(':')[0]}@{host}", query=""))


def one_line(error: BaseException) -> str:
    """An error's text on one line of bearable length."""
    return re.sub(r"\s+", " ", str(error)).strip()[:160] or type(error).__name__
