"""What a person or a program reads when a request can't be answered."""

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from congress.errors import Conflict, Invalid, NotFound
from web.console import refusals
from web.headers import secure

# The status for what the domain raises.
STATUS = {NotFound: 404, Invalid: 400, Conflict: 409}
# Statuses with words of their own in the template; any other is told like its family.
WORDED = frozenset({400, 404, 405, 500})


def register(app: Flask) -> None:
    """Answer every error of `app` in plain words, and as JSON below /api."""
    app.register_error_handler(HTTPException, _http)
    for kind in STATUS:
        app.register_error_handler(kind, _domain)


def _http(error: HTTPException) -> Response:
    original = error.original_exception if isinstance(error, InternalServerError) else None
    # A redirect is an HTTPException with a response of its own.
    if error.response is not None or error.code is None:
        return make_response(error.get_response())
    if request.path.startswith("/console/") and "console" in current_app.blueprints:
        return refusals.answered(error)
    response = _answer(error.code)
    if original is None:
        for name, value in error.get_headers():
            if name.lower() not in ("content-type", "content-length"):
                response.headers[name] = value  # Allow of a 405, Retry-After of a 503
    return response


def _domain(error: Exception) -> Response:
    return _answer(next(status for kind, status in STATUS.items() if isinstance(error, kind)))


def _answer(status: int) -> Response:
    worded = status if status in WORDED else 500 if status >= 500 else 400
    if request.path.startswith("/api/"):
        message = render_template("pages/error.txt", status=worded).strip()
        response = jsonify(error={"status": status, "message": message})
    else:
        response = make_response(render_template("pages/error.html", status=worded))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return secure(response)
