"""What the requests of phone and drawer have in common: a JSON object in, a limit, a refusal out."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.switches import WORDS

HISTORY = 200
MOST = 20_000


def read_object() -> Mapping[str, Any]:
    """The request's JSON object; the content type must say so, which keeps other sites' forms out."""
    values = request.get_json()
    return values if isinstance(values, dict) else {}


def read_limit() -> int:
    return min(max(request.args.get("limit", HISTORY, type=int), 1), MOST)


def refused(error: str, status: int = 400, **values: str) -> tuple[Response, int]:
    return jsonify(ok=False, error=WORDS["errors"][error].format(**values)), status


def refuse_request(error: HTTPException) -> tuple[Response, int]:
    # Nothing but a picture is as large as the limit.
    text = WORDS["errors"]["picture"] if error.code == 413 else str(error.description)
    return jsonify(ok=False, error=text), error.code or 500
