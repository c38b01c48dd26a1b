"""The JSON of the phone's drawer: the wire, the clock, the switches, faults, alarms, agents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from simulator.ledger import Wanted
from simulator.phone.phone_json import read_limit, read_object, refuse_request, refused
from simulator.phone.sayings import writable
from simulator.platform import Platform
from simulator.settings import BEIJING


def blueprint(platform: Platform) -> Blueprint:
    """The routes for whoever runs the stand-in, and for tests."""
    drawer = Blueprint("drawer", __name__)
    drawer.register_error_handler(HTTPException, refuse_request)
    _seeing(drawer, platform)
    _turning(drawer, platform)
    return drawer


def _seeing(drawer: Blueprint, platform: Platform) -> None:
    @drawer.get("/phone/wire")
    def wire() -> Response:
        texts = {name: request.args.get(name, "") for name in ("openid", "direction", "what", "verdict")}
        wanted = Wanted(**texts, after=request.args.get("after", 0, type=int))
        return jsonify(entries=platform.ledger.entries(wanted, read_limit()))

    @drawer.get("/phone/tally")
    def tally() -> Response:
        return jsonify(tally=platform.ledger.tally())

    @drawer.get("/phone/switches")
    def switches() -> Response:
        return jsonify(switches=platform.switches.values(), table=platform.switches.table())

    @drawer.get("/phone/script")
    def script() -> Response:
        return jsonify(steps=platform.faults.shown())

    @drawer.get("/phone/alarms")
    def alarms() -> Response:
        return jsonify(alarms=platform.alarms.shown())


def _turning(drawer: Blueprint, platform: Platform) -> None:
    @drawer.post("/phone/clock")
    def set_clock() -> Any:
        values = read_object()
        if not platform.clock.movable:
            return refused("wall_clock", 409)
        try:
            shown = _time(values["shown"]) if values.get("shown") is not None else None
            speed = float(values["speed"]) if values.get("speed") is not None else None
            if shown is None and speed is None:
                return refused("time")
            platform.set_clock(shown, speed)
        except (ValueError, TypeError):
            return refused("time")
        return jsonify(ok=True, clock=platform.time())

    @drawer.post("/phone/mode")
    def set_mode() -> Any:
        try:
            platform.set_mode(str(read_object().get("mode") or ""))
        except ValueError:
            return refused("mode")
        return jsonify(ok=True)

    @drawer.post("/phone/switches")
    def set_switches() -> Any:
        try:
            platform.switches.set(read_object())
        except ValueError as error:
            return refused("switch", name=str(error))
        return jsonify(switches=platform.switches.values(), table=platform.switches.table())

    @drawer.post("/phone/script")
    def play_script() -> Any:
        try:
            platform.faults.play(request.get_json())
        except ValueError as error:
            return refused("script", name=str(error))
        return jsonify(ok=True, steps=platform.faults.shown())

    @drawer.post("/phone/agent")
    def agent() -> Any:
        values = read_object()
        return _agent(platform, str(values.get("openid") or ""), values) or jsonify(ok=True)

    @drawer.post("/phone/settle")
    def settle() -> Response:
        return jsonify(ok=platform.post.settle())

    @drawer.post("/phone/verify")
    def verify() -> Any:
        reason = platform.verify()
        return refused("verify", reason=reason) if reason else jsonify(ok=True)


def _agent(platform: Platform, openid: str, values: Mapping[str, Any]) -> Any:
    """What an agent does who sits before the customer-service console: open, say, close; None when it is done."""
    do, text = values.get("do"), writable(values.get("text")).strip()
    user = platform.store.user(openid)
    if user is None:
        return refused("no_such_user")
    if do == "open":
        account = f"kf2001@{platform.settings.account.original_id}"
        return None if platform.agents.open(openid, account) else refused("agent_there")
    account = platform.agents.holds(openid)
    if not account:
        return refused("no_agent")
    if do == "close":
        platform.agents.close(openid)
        return None
    if do != "say" or not text:
        return refused("text")
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
