"""The security headers of everything that a browser shows."""

from flask import Response, current_app

# What the configuration of the application calls the origin that may frame our pages (the demo's phone).
FRAME_ANCESTORS = "FRAME_ANCESTORS"


def secure(response: Response) -> Response:
    """Allow our own style sheet and pictures and nothing else: no script, no frame, no foreign address, no referrer."""
    ancestors = current_app.config.get(FRAME_ANCESTORS) or "'none'"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {ancestors}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
