"""The webhook's face: bytes of a request at /wechat to the gateway, past Flask's request handling.

Every message of every delegate comes through here. Flask stays the application that the server calls; this door stands
where Flask documents it, around its `wsgi_app`, and spares a message the request and response objects that it does not
need.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask

from wechat.gateway import Gateway
from wechat.push import BODY_LIMIT
from wechat.sealing import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATH = "/wechat"
STATUS = {each.value: f"{each.value} {each.phrase}" for each in HTTPStatus}


def install(app: Flask, gateway: Gateway) -> None:
    """Put the webhook in front of the application's routes."""
    inner = app.wsgi_app

    def door(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH:
            return inner(environ, start_response)
        response = _answer(gateway, environ)
        headers = [("Content-Type", response.content_type), ("Content-Length", str(len(response.body)))]
        start_response(STATUS[response.status], headers)
        return [response.body]

    app.wsgi_app = door  # type: ignore[method-assign]  # the documented place for middleware


def _answer(gateway: Gateway, environ: "WSGIEnvironment") -> Response:
    method, query = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
    if method == "POST":
        body = _body(environ)
        return gateway.refuse(413, "too large") if body is None else gateway.receive(query, body)
    if method in ("GET", "HEAD"):
        return gateway.verify(query)
    return gateway.refuse(405, "method")


def _body(environ: "WSGIEnvironment") -> bytes | None:
    """The request's body, None when it is larger than any push is."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or -1)
    except ValueError:
        length = -1
    if length > BODY_LIMIT:
        return None
    # Without a length (the platform always sends one) read to the end, one byte more than allowed at most.
    body: bytes = environ["wsgi.input"].read(length if length >= 0 else BODY_LIMIT + 1)
    return body if len(body) <= BODY_LIMIT else None
