"""A whole product for one command: an empty data folder, an embedded Redis-compatible server, a congress loaded."""

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import config
import handover
import models
from clock import BEIJING
from commands.load import KINDS
from config import Settings
from supervision import programs
from supervision.process import bound

PATIENCE = 10.0  # seconds for the server to answer


@contextlib.contextmanager
def product(folder: Path) -> Iterator[Settings]:
    """Settings of a product that holds what the files in `folder` say and nothing else; gone at the end.

    Raises NotADirectoryError when there is no such folder.
    """
    with tempfile.TemporaryDirectory(prefix="assistant-") as data:
        settings = config.load(
            data_dir=Path(data), database_url="", redis_url="", public_url="", clock="", log_level="error",
        )  # fmt: skip
        models.unlock(settings.data_key, settings.old_data_keys)
        models.bind(settings.database)
        models.migrate()
        handover.load(folder, KINDS, media=settings.data / "media", at=datetime.now(BEIJING))
        models.close()
        with _store(settings):
            yield settings


@contextlib.contextmanager
def _store(settings: Settings) -> Iterator[None]:
    program = programs.store(settings)
    (settings.data / "redis").mkdir()
    process = subprocess.Popen(bound(program.command), stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        while not program.ready() and time.monotonic() < deadline:
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait()
