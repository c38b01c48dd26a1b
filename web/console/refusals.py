"""What staff read when a page can't be shown."""

from flask import Blueprint, Response, abort, make_response
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from congress.errors import Conflict, Invalid, NotFound
from congress.passwords import Busy
from web.console import gate, headers
from web.console.gate import needs
from web.console.tools import Tools

# A number in an address that is longer than any row's: SQLite's driver raises OverflowError.
DOMAIN = {NotFound: 404, Invalid: 400, Conflict: 409, Busy: 503, OverflowError: 404}


def routes(console: Blueprint, tools: Tools) -> None:
    """Answer errors of every page, and addresses that are none."""

    @console.errorhandler(CSRFError)
    def _no_token(error: CSRFError) -> Response:
        return gate.answered(419)

    @console.errorhandler(HTTPException)
    def _refused(error: HTTPException) -> Response:
        return answered(error)

    for kind, status in DOMAIN.items():
        console.register_error_handler(kind, lambda error, status=status: gate.answered(status))

    @console.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    @needs("anyone")
    def no_page(rest: str) -> Response:
        """An address without a page."""
        abort(404)


def answered(error: HTTPException) -> Response:
    """An error of HTTP in the console's own words and look."""
    if error.response is not None or error.code is None:
        return headers.dressed(make_response(error.get_response()))
    response = gate.answered(error.code)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return headers.dressed(response)
