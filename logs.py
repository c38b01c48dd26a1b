"""Structured logs: one JSON object a line on standard error."""

import logging
import sys

import orjson
import structlog


def configure(level: str) -> None:
    """Set up the process's logs; `level` is debug, info, warning or error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )


def _dumps(value: object, **options: object) -> bytes:
    return orjson.dumps(value, default=str)
