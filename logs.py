"""Structured logs: one JSON object a line on standard error."""

import logging
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import BinaryIO

import orjson
import structlog

_RANKS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
_lowest = _RANKS["info"]
ZULU = orjson.OPT_UTC_Z


def configure(level: str) -> None:
    """Set up the process's logs; `level` is debug, info, warning or error."""
    global _lowest
    _lowest = _RANKS[level]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.BytesLoggerFactory(_Patient(sys.stderr.buffer)),  # type: ignore[arg-type]  # all it uses
        cache_logger_on_first_use=True,
    )


def write(lines: list[tuple[float, str, str, dict[str, object]]]) -> None:
    """Lines of (Unix seconds, level, event, fields), as a logger would write them but all at once."""
    ready = [
        orjson.dumps(
            fields | {"level": level, "timestamp": datetime.fromtimestamp(at, UTC), "event": event}, option=ZULU
        )
        for at, level, event, fields in lines
        if _RANKS[level] >= _lowest
    ]
    with suppress(OSError):  # a full disk must not cost an answer
        os.write(2, b"".join(line + b"\n" for line in ready))


def adopt(*names: str) -> None:
    """Let warnings and errors of a library's own loggers come out in the same form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json())
    for name in names:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.WARNING)


class _Json(logging.Formatter):
    """A record of the standard library's as one of our lines; of a traceback the last line alone."""

    def format(self, record: logging.LogRecord) -> str:
        why = {"why": type(record.exc_info[1]).__name__} if record.exc_info and record.exc_info[1] else {}
        fields = {"event": record.getMessage().split("\n")[0], "level": record.levelname.lower(), "logger": record.name}
        at = datetime.fromtimestamp(record.created, UTC)
        return orjson.dumps(fields | why | {"timestamp": at}, option=ZULU).decode()


class _Patient:
    """A stream on which a line that can't be written is lost, and nothing else."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, line: bytes) -> None:
        with suppress(OSError, ValueError):  # full, or closed
            self._stream.write(line)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()


def _dumps(value: object, **options: object) -> bytes:
    return orjson.dumps(value, default=str)
