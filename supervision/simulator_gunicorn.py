"""Settings of the web server under the stand-in."""

from typing import Any

from supervision.launch import die_with_parent

worker_class = "gthread"
workers = 1  # it plays one platform, whose state is one
threads = 64  # every open phone holds one for its events
timeout = 60
graceful_timeout = 1  # phones hold their connection for ever
control_socket_disable = True


def post_fork(server: Any, worker: Any) -> None:
    """Let the worker die with its master, even on kill -9 (Linux only)."""
    die_with_parent()
