"""The security headers of a person's own pages: kept by nobody, and with a script on the one page that needs it."""

from flask import Response, current_app, g

from web.headers import FRAME_ANCESTORS

SCRIPTS = "me_scripts"  # on flask.g: what the script interface may load and ask, as the directives of a policy


def allow_scripts(script: str, ask: str) -> None:
    """For this response: scripts from these sources, frames and requests to those (sources of a policy)."""
    setattr(g, SCRIPTS, f"script-src 'self' {script}; connect-src {ask}; frame-src {ask} weixin:; ")


def dress(response: Response) -> Response:
    """Nothing of it may be stored, framed by strangers, or ask or send anything anywhere else."""
    ancestors = current_app.config.get(FRAME_ANCESTORS) or "'none'"
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; {g.get(SCRIPTS, '')}style-src 'self'; img-src 'self'; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors {ancestors}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Vary"] = "Cookie"
    return response


def dress_own(response: Response) -> Response:
    """The same for what holds something of a person: no other site may even load it."""
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return dress(response)
