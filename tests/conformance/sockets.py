"""An application on a real socket for as long as a test runs."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """The ledger keeps what matters."""


@contextmanager
def serve(make: Callable[[int], Flask]) -> Iterator[str]:
    """The address of the application that `make` builds for a port."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = make(listener.getsockname()[1])
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet, fd=listener.fileno())
    server.daemon_threads = True  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.shutdown()
        server.server_close()
        listener.close()
        app.extensions["platform"].store.close()
