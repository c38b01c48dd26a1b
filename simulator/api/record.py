"""One call of the API as the ledger keeps it."""

from flask import Request, Response

from simulator.ledger import Entry, readable
from simulator.platform import Platform


def keep(
    platform: Platform, request: Request, response: Response, *, at: float, ms: float, verdict: str, rid: str,
    appid: str,
) -> None:  # fmt: skip
    """Write it down; `at` is wall time in seconds, `rid` empty when nothing went wrong."""
    sent: Entry = {
        "method": request.method,
        "url": readable(request.full_path.rstrip("?")),
        "headers": [[name, value] for name, value in request.headers.items()],
        "body": _sent_body(request),
    }
    came: Entry = {
        "status": response.status_code,
        "headers": [[name, value] for name, value in response.headers.items()],
        "body": _answered_body(response),
    }
    openid = _openid(platform, request)
    platform.ledger.add(
        at=at, direction="api", what=request.path, openid=openid, ms=ms, verdict=verdict, request=sent, response=came
    )
    if rid:
        shown = platform.clock.shown()
        told: Entry = {
            "invoke_time": int(shown),
            "cost_in_ms": round(ms),
            "request_url": sent["url"],
            "request_body": sent["body"],
            "response_body": came["body"],
            "client_ip": request.remote_addr or "",
        }
        platform.rids.keep(rid, appid, shown, told)


def _openid(platform: Platform, request: Request) -> str:
    """The account's openid of the person that a call is about; empty when it is about nobody, or many."""
    sent = request.get_json(force=True, silent=True) if request.method == "POST" else None
    openid = (sent.get("touser") or sent.get("openid")) if isinstance(sent, dict) else request.args.get("openid")
    user = platform.store.user(openid) if isinstance(openid, str) and openid else None
    return user.openid if user else ""


def _sent_body(request: Request) -> str:
    if request.mimetype != "multipart/form-data":
        return readable(request.get_data())
    files = [f"{name}: {sent.filename} ({sent.mimetype})" for name, sent in request.files.items()]
    return readable("\n".join([*files, *(f"{name}: {value}" for name, value in request.form.items())]))


def _answered_body(response: Response) -> str:
    if (response.mimetype or "").startswith(("text/", "application/json")):
        return readable(response.get_data())
    return f"({response.mimetype}, {len(response.get_data())} bytes)"
