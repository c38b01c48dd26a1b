"""The security headers of the console."""

from flask import Blueprint, Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}  # fmt: skip


def dress(console: Blueprint) -> None:
    """Give every response of the blueprint its headers; pages of staff are kept by nobody."""

    @console.after_request
    def _dress(response: Response) -> Response:
        return dressed(response)


def dressed(response: Response) -> Response:
    """The response with the headers; a view may have set a Cache-Control of its own."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
