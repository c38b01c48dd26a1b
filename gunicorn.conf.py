"""Settings of the web server, from config.yaml and the environment; gunicorn reads this file by itself."""

import os
import sys
import threading
from pathlib import Path
from typing import Any

# By name: gunicorn takes a module called `config` for one of its own settings.
from config import BadConfiguration, load
from supervision.launch import die_with_parent

try:
    _settings = load()
except BadConfiguration as error:
    sys.exit(str(error))

bind = f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"
worker_class = "gthread"
workers = _settings.web_workers
threads = _settings.web_threads
keepalive = 30  # seconds; a proxy in front reuses its connections
timeout = 30  # seconds without a heartbeat before a worker is replaced
graceful_timeout = 6  # seconds; longer than the platform waits for an answer
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  heartbeats must not wait for a disk


def post_fork(server: Any, worker: Any) -> None:
    """Let the worker die with its master, even on kill -9 (Linux only)."""
    die_with_parent()


def post_worker_init(worker: Any) -> None:
    """Read the content, its index, word files and templates before the first message comes, which should not wait."""
    import handlers
    from clock import Clock
    from handlers.warming import warm
    from web.console import streams

    streams.going_on = lambda: bool(worker.alive)  # a board's stream ends with its worker, and does not hold it up

    read = threading.Event()
    threading.Thread(target=_beat, args=(worker, read), daemon=True).start()
    try:
        warm(handlers.ROUTERS, Clock(_settings.clock_start, _settings.clock_file).now())
    except Exception as error:  # noqa: BLE001  the database may be away; the first messages find out and apologise
        worker.log.warning("the content could not be read yet: %s", type(error).__name__)
    finally:
        read.set()
    worker.log.info("Worker is ready (pid: %s)", worker.pid)  # whoever replaces workers one by one waits for it


def _beat(worker: Any, read: threading.Event) -> None:
    """Show the master that the worker lives while it reads: with a hundred thousand facts that takes its time."""
    while not read.wait(timeout / 6):
        worker.notify()


def child_exit(server: Any, worker: Any) -> None:
    """Let the figures of a worker that is gone no longer count as live."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
