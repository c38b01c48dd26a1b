"""The JSON that the phone in the browser speaks with the stand-in."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from simulator.acts import Acts, Done, Impossible
from simulator.platform import LISTED_USERS, Platform
from simulator.sayings import writable
from simulator.settings import BEIJING, MODES
from simulator.switches import WORDS

NAME_LIMIT = 20  # characters
WAIT = 60.0  # seconds that "wait" waits at most: longer than three cut attempts and what holds them up
HISTORY = 200


def blueprint(platform: Platform) -> Blueprint:
    """The routes of the phone."""
    phone = Blueprint("phone", __name__)
    phone.register_error_handler(HTTPException, _refused_request)
    acts = Acts(platform)
    _reading(phone, platform)
    _doing(phone, acts, platform)
    _turning(phone, platform)
    return phone


def _reading(phone: Blueprint, platform: Platform) -> None:
    @phone.get("/")
    def page() -> str:
        return render_template("simulator/phone.html")

    @phone.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok", users=platform.store.user_count())

    @phone.get("/phone/state")
    def state() -> Response:
        settings = platform.settings
        return jsonify(
            clock=platform.time(),
            mode=platform.mode,
            modes=MODES,
            account={
                "name": WORDS["account"],
                "appid": settings.account.appid,
                "original_id": settings.account.original_id,
            },
            miniprogram={"appid": settings.miniprogram.appid} if settings.miniprogram else None,
            menu=platform.menus.default(),
            users=platform.people.shown(platform.store.users(LISTED_USERS)),
            user_count=platform.store.user_count(),
            codes=platform.codes(),
            webhook=settings.webhook,
            switches=platform.switches.values(),
            agents=platform.agents.shown(),
            last_event=platform.events.last,
        )

    @phone.get("/phone/events")
    def events() -> Response:
        after = request.headers.get("Last-Event-ID") or request.args.get("after")
        number = int(after) if after and after.isdecimal() else platform.events.last
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(platform.events.stream(number), mimetype="text/event-stream", headers=headers)

    @phone.get("/phone/history")
    def history() -> Response:
        return jsonify(bubbles=platform.store.bubbles(request.args.get("openid", ""), _limit()))

    @phone.get("/phone/menu")
    def menu() -> Response:
        return jsonify(menu=platform.menus.shown_to(request.args.get("openid", "")))

    @phone.get("/phone/wire")
    def wire() -> Response:
        after = request.args.get("after", 0, type=int)
        return jsonify(entries=platform.ledger.entries(request.args.get("openid", ""), after, _limit()))

    @phone.get("/phone/switches")
    def switches() -> Response:
        return jsonify(switches=platform.switches.values(), table=platform.switches.table())

    @phone.get("/mmbiz_jpg/<media_id>/0")
    def picture(media_id: str) -> Response:
        found = platform.store.media(media_id)
        if found is None:
            return Response("", 404)
        kind, content = found
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=86400"}
        return Response(content, mimetype=kind, headers=headers)


def _doing(phone: Blueprint, acts: Acts, platform: Platform) -> None:
    def done(openid: str, work: Callable[[], Done], wait: bool) -> Response:
        before = platform.store.bubbles(openid, 1)
        try:
            outcome = work()
        except Impossible as error:
            return jsonify(ok=False, error=str(error))
        answer: dict[str, Any] = {"ok": True, **outcome.answer}
        answer |= {"url": outcome.url} if outcome.url else {}
        answer |= {"scene": outcome.scene} if outcome.scene else {}
        if wait and outcome.ended is not None:
            outcome.ended.wait(WAIT)
            since = before[0]["id"] if before else 0
            said = platform.store.bubbles(openid, HISTORY)
            answer["bubbles"] = [bubble for bubble in said if bubble["id"] > since and bubble["from"] != "me"]
        return jsonify(answer)

    @phone.post("/phone/act")
    def act() -> Response:
        if picture := request.files.get("picture"):
            openid, wait = request.form.get("openid", ""), bool(request.form.get("wait"))
            return done(openid, lambda: acts.picture(openid, picture.read()), wait)
        values = _object()
        openid = str(values.get("openid") or "")
        return done(openid, lambda: acts.act(openid, str(values.get("do") or ""), values), values.get("wait") is True)

    @phone.post("/phone/scan-picture")
    def scan_picture() -> Response:
        openid, picture = request.form.get("openid", ""), request.files.get("picture")
        content = picture.read() if picture else b""
        return done(openid, lambda: acts.scan_picture(openid, content), bool(request.form.get("wait")))

    @phone.post("/phone/users")
    def add_user() -> Any:
        name = str(_object().get("name") or "").strip()
        if not 1 <= len(name) <= NAME_LIMIT:
            return _refused("name")
        return jsonify(platform.people.shown([platform.add_user(name)])[0])


def _turning(phone: Blueprint, platform: Platform) -> None:
    @phone.post("/phone/clock")
    def set_clock() -> Any:
        values = _object()
        if not platform.clock.movable:
            return _refused("wall_clock", 409)
        try:
            shown = _time(values["shown"]) if values.get("shown") is not None else None
            speed = float(values["speed"]) if values.get("speed") is not None else None
            if shown is None and speed is None:
                return _refused("time")
            platform.set_clock(shown, speed)
        except (ValueError, TypeError):
            return _refused("time")
        return jsonify(ok=True, clock=platform.time())

    @phone.post("/phone/mode")
    def set_mode() -> Any:
        try:
            platform.set_mode(str(_object().get("mode") or ""))
        except ValueError:
            return _refused("mode")
        return jsonify(ok=True)

    @phone.post("/phone/switches")
    def set_switches() -> Any:
        try:
            platform.switches.set(_object())
        except ValueError as error:
            return _refused("switch", name=str(error))
        return jsonify(switches=platform.switches.values(), table=platform.switches.table())

    @phone.get("/phone/script")
    def script() -> Response:
        return jsonify(steps=platform.faults.shown())

    @phone.post("/phone/script")
    def play_script() -> Any:
        try:
            platform.faults.play(request.get_json())
        except ValueError as error:
            return _refused("script", name=str(error))
        return jsonify(ok=True, steps=platform.faults.shown())

    @phone.get("/phone/alarms")
    def alarms() -> Response:
        return jsonify(alarms=platform.alarms.shown())

    @phone.post("/phone/agent")
    def agent() -> Any:
        values = _object()
        return _agent(platform, str(values.get("openid") or ""), values) or jsonify(ok=True)

    @phone.post("/phone/settle")
    def settle() -> Response:
        return jsonify(ok=platform.courier.settle())

    @phone.post("/phone/verify")
    def verify() -> Any:
        reason = platform.verify()
        return _refused("verify", reason=reason) if reason else jsonify(ok=True)


def _agent(platform: Platform, openid: str, values: Mapping[str, Any]) -> Any:
    """What an agent does who sits before the customer-service console: open, say, close; None when it is done."""
    do, text = values.get("do"), writable(values.get("text")).strip()
    user = platform.store.user(openid)
    if user is None:
        return _refused("no_such_user")
    if do == "open":
        account = f"kf2001@{platform.settings.account.original_id}"
        return None if platform.agents.open(openid, account) else _refused("agent_there")
    account = platform.agents.holds(openid)
    if not account:
        return _refused("no_agent")
    if do == "close":
        platform.agents.close(openid)
        return None
    if do != "say" or not text:
        return _refused("text")
    platform.agents.spoke(openid)
    mini = openid == user.mini_openid
    platform.chat.say(user.openid, "account", "text", text=text, via="agent", agent=account, mini=mini)
    return None


def _time(value: Any) -> float:
    """Unix seconds, or a time in ISO form: Beijing's unless it says otherwise."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    shown = datetime.fromisoformat(str(value))
    return (shown if shown.tzinfo else shown.replace(tzinfo=BEIJING)).timestamp()


def _object() -> Mapping[str, Any]:
    """The request's JSON object; the content type must say so, which keeps other sites' forms out."""
    values = request.get_json()
    return values if isinstance(values, dict) else {}


def _limit() -> int:
    return min(max(request.args.get("limit", HISTORY, type=int), 1), 5000)


def _refused(error: str, status: int = 400, **values: str) -> tuple[Response, int]:
    return jsonify(ok=False, error=WORDS["errors"][error].format(**values)), status


def _refused_request(error: HTTPException) -> tuple[Response, int]:
    # Nothing but a picture is as large as the limit.
    text = WORDS["errors"]["picture"] if error.code == 413 else str(error.description)
    return jsonify(ok=False, error=text), error.code or 500
