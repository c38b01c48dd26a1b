"""The JSON that the phone in the browser speaks with the stand-in."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from simulator.phone.acts import Acts, Done, Impossible
from simulator.phone.phone_json import HISTORY, read_limit, read_object, refuse_request, refused
from simulator.platform import LISTED_USERS, Platform
from simulator.settings import MODES
from simulator.switches import WORDS

NAME_LIMIT = 20  # characters
MOST_AT_ONCE = 50_000
WAIT = 60.0  # seconds that "wait" waits at most: longer than three cut attempts and what holds them up


def blueprint(platform: Platform) -> Blueprint:
    """The routes of the phone."""
    phone = Blueprint("phone", __name__)
    phone.register_error_handler(HTTPException, refuse_request)
    acts = Acts(platform)
    _reading(phone, platform)
    _doing(phone, acts, platform)
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

    @phone.get("/phone/users")
    def users() -> Response:
        found = platform.store.users(read_limit(), request.args.get("search", "").strip())
        return jsonify(users=platform.people.shown(found), user_count=platform.store.user_count())

    @phone.get("/phone/codes")
    def codes() -> Response:
        found = platform.store.codes(read_limit(), request.args.get("search", "").strip())
        return jsonify(codes=[code.shown() for code in found])

    @phone.get("/phone/events")
    def events() -> Response:
        after = request.headers.get("Last-Event-ID") or request.args.get("after")
        number = int(after) if after and after.isdecimal() else platform.events.last
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return Response(platform.events.stream(number), mimetype="text/event-stream", headers=headers)

    @phone.get("/phone/history")
    def history() -> Response:
        return jsonify(bubbles=platform.store.bubbles(request.args.get("openid", ""), read_limit()))

    @phone.get("/phone/menu")
    def menu() -> Response:
        return jsonify(menu=platform.menus.shown_to(request.args.get("openid", "")))

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
        if pictures := request.files.getlist("picture"):
            openid, wait = request.form.get("openid", ""), bool(request.form.get("wait"))
            contents = [picture.read() for picture in pictures]
            if request.form.get("do") == "tap":
                path = [int(part) for part in request.form.get("path", "").split(",") if part.isdecimal()]
                return done(openid, lambda: acts.tap_pictures(openid, path, contents), wait)
            return done(openid, lambda: acts.picture(openid, contents[0]), wait)
        values = read_object()
        openid = str(values.get("openid") or "")
        return done(openid, lambda: acts.act(openid, str(values.get("do") or ""), values), values.get("wait") is True)

    @phone.post("/phone/scan-picture")
    def scan_picture() -> Response:
        openid, picture = request.form.get("openid", ""), request.files.get("picture")
        content = picture.read() if picture else b""
        return done(openid, lambda: acts.scan_picture(openid, content), bool(request.form.get("wait")))

    @phone.post("/phone/users")
    def add_user() -> Any:
        values = read_object()
        if "count" in values:
            return _many(platform, values)
        name = str(values.get("name") or "").strip()
        if not 1 <= len(name) <= NAME_LIMIT:
            return refused("name")
        return jsonify(platform.people.shown([platform.add_user(name)])[0])


def _many(platform: Platform, values: Mapping[str, Any]) -> Any:
    """Many people at once: {"count", "prefix"?, "following"?} -> {"ok", "openids"}."""
    count, prefix = values["count"], str(values.get("prefix") or WORDS["person"]).strip()
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= MOST_AT_ONCE:
        return refused("count")
    if not 1 <= len(prefix) <= NAME_LIMIT // 2:
        return refused("name")
    return jsonify(ok=True, openids=platform.add_users(count, prefix, following=values.get("following") is True))
