"""A person's own pages: who one is, one's card, one's agenda, one's notices, one's data."""

import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog
from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for

from congress import agenda, attendance, binding, cards, delegates, privacy
from congress.binding import Outcome
from congress.cards import Card
from congress.checkin import arrivals, stages, visits
from congress.errors import NotFound
from congress.notices import ledger, mine
from understanding import claims
from web import me_headers
from web.sealed import Sealer
from web.visits import Visit, Visits
from wechat.client import PlatformDown, PlatformError

# What a claim that bound nobody is answered with.
STATUS = {
    Outcome.OTHER_BADGE: 409, Outcome.TAKEN: 409, Outcome.WRONG: 422, Outcome.NO_TELEPHONE: 409, Outcome.LOCKED: 429,
}  # fmt: skip
log = structlog.get_logger("me")


class Clock(Protocol):
    """Tells the time now, aware, +08:00."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Scripts:
    """The platform's script interface, for the dialog in which notifications are accepted."""

    appid: str
    address: str  # of the script
    asks: str  # whom it may ask and frame, as sources of a policy
    sign: Callable[[str, str, int], str]  # address of the page, nonce, timestamp; raises PlatformError or PlatformDown
    templates: tuple[str, ...] = ()  # what is asked for; without any there is no such dialog


@dataclass(frozen=True, slots=True)
class Tools:
    """What the pages are given by the composition root."""

    clock: Clock
    visits: Visits
    sealer: Sealer
    web_url: str
    scripts: Scripts
    export: Callable[[str, datetime], Mapping[str, Any]]  # by badge
    erase: Callable[[str, str, datetime], object]  # badge, by whom


def blueprint(tools: Tools) -> Blueprint:
    """The pages below /me/<place>/, each for the person of the cookie that goes there and for nobody else."""
    me = Blueprint("me", __name__, url_prefix="/me/<place>")
    me.after_request(me_headers.dress_own)

    @me.before_request
    def _admit() -> Response | None:
        g.visit = tools.visits.current((request.view_args or {}).get("place", ""))
        if g.visit is None:
            if request.method != "GET":
                return _refused("expired")
            name = (request.endpoint or "").partition(".")[2]
            return make_response(redirect(url_for("pages.me", to=None if name == "card" else name)))
        if request.method != "GET":
            given = request.form.get("token", "").encode(errors="replace")
            if not hmac.compare_digest(given, g.visit.token.encode()):
                return _refused("expired")
        return None

    @me.get("/", endpoint="card")
    def own_card(place: str) -> Response | str:
        """Everything at a glance; how to bind, for a guest."""
        card = _card()
        if card is None:
            return _page(tools, "bind", nonce=_nonce())
        at = tools.clock.now()
        checked, waiting = arrivals.of(card.badge), visits.awaited(card.badge, at)
        return _page(tools, "card", card=card, mine=checked, waiting=waiting, desk_name=stages.desk_name)

    @me.get("/bind", endpoint="bind")
    def how_to_bind(place: str) -> Response | str:
        """The same for somebody who wants to bind."""
        return own_card(place)

    @me.post("/bind", endpoint="claim")
    def claim(place: str) -> Response | str:
        """Bind by badge and digits; what was typed goes into no address, and the same form sent twice is one try."""
        said = claims.said(request.form.get("badge", "")[:40])
        badge = said.badge if said is not None else claims.badge(request.form.get("badge", "")[:40])
        digits = claims.digits(request.form.get("digits", "")[:40])
        if not badge or not digits:
            return _page(tools, "bind", status=422, outcome="incomplete", nonce=_nonce())
        badge = delegates.numbered(badge)
        # Other digits are another try, whatever the form says.
        key = tools.sealer.mark("try", g.visit.openid, request.form.get("nonce", ""), badge, digits)[:40]
        made = binding.by_telephone(g.visit.openid, badge, digits, tools.clock.now(), f"page:{key}")
        if made.outcome in (Outcome.BOUND, Outcome.ALREADY):
            return make_response(redirect(url_for("me.card", place=place), 303))
        values = {"outcome": made.outcome.value, "badge": made.badge, "nonce": _nonce()}
        return _page(tools, "bind", status=STATUS[made.outcome], **values)

    @me.get("/agenda", endpoint="agenda")
    def own_agenda(place: str) -> Response | str:
        """The items that this person attends."""
        card = _card()
        if card is None:
            return _page(tools, "bind", nonce=_nonce())
        items, at = attendance.attended(card), tools.clock.now()
        days = {item.day: [each for each in items if each.day == item.day] for item in items}
        return _page(tools, "agenda", card=card, days=days, next=agenda.following(at))

    @me.get("/notices", endpoint="notices")
    def own_notices(place: str) -> Response | str:
        """What this person was told, and how to be told more."""
        return _page(tools, "notices", mine=mine.of(g.visit.openid), scripts=_scripts(tools))

    @me.get("/data", endpoint="data")
    def own_data(place: str) -> Response | str:
        """What one may do about one's data; of a binding that staff ended, a guest is told when."""
        badge = binding.badge_of(g.visit.openid)
        return _page(tools, "data", bound=bool(badge), ended=None if badge else privacy.ended(g.visit.openid))

    @me.get("/export", endpoint="export")
    def export(place: str) -> Response | str:
        """Everything that is kept of this person, as a file or, with `show`, on a page.

        Also of whoever is off the roster, by the binding that they hold; of a guest what their own openid left.
        """
        found = _held(tools)
        if "show" in request.args:
            places = {each.key: each.name for each in stages.all()} | {each.key: each.name for each in stages.desks()}
            return _page(tools, "export", held=found, places=places)
        response = make_response(json.dumps(found, ensure_ascii=False, indent=2, default=str))
        response.headers["Content-Type"] = "application/json; charset=utf-8"
        response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
        return response

    @me.get("/erase", endpoint="erase")
    def ask_to_erase(place: str) -> Response | str:
        """What would be deleted and what stays."""
        bound = binding.badge_of(g.visit.openid)
        return _page(tools, "erase", sure=False) if bound else _page(tools, "bind", nonce=_nonce())

    @me.post("/erase", endpoint="erased")
    def erase(place: str) -> Response | str:
        """Asked once, told again; asked with the answer to that, done."""
        badge = binding.badge_of(g.visit.openid)
        if not badge:
            return _page(tools, "bind", nonce=_nonce())
        if request.form.get("sure") != "yes":
            return _page(tools, "erase", sure=request.form.get("read") == "yes", unread="read" not in request.form)
        tools.erase(badge, "self", tools.clock.now())
        response = make_response(render_template("pages/me_told.html", what="erased"))
        tools.visits.end(response, place)
        return response

    return me


def _card() -> Card | None:
    badge = binding.badge_of(g.visit.openid)
    if not badge:
        return None
    try:
        return cards.card(badge)
    except NotFound:  # taken off the roster since
        return None


def _held(tools: Tools) -> Mapping[str, Any]:
    badge, at = binding.badge_of(g.visit.openid), tools.clock.now()
    if badge:
        with suppress(NotFound):  # erased a moment ago
            return tools.export(badge, at)
    return privacy.export_unbound(g.visit.openid, at)


def _page(tools: Tools, name: str, /, *, status: int = 200, **values: Any) -> Response:
    visit: Visit = g.visit
    at = tools.clock.now()
    values |= {"place": visit.place, "token": visit.token, "at": at, "page": name}
    if name == "bind":
        gone = bool(binding.badge_of(visit.openid))  # bound, and taken off the roster since
        values |= {"gone": gone, "number": delegates.example()}
    values["banners"] = ledger.banners(visit.openid, f"me:{visit.key[:40]}", at)
    return make_response(render_template(f"pages/me_{name}.html", **values), status)


def _refused(what: str) -> Response:
    return make_response(render_template("pages/me_told.html", what=what), 403)


def _nonce() -> str:
    return secrets.token_hex(8)


def _scripts(tools: Tools) -> Mapping[str, object] | None:
    """What the page's script tells the platform's; None when there is nothing to ask for, or no ticket now."""
    scripts = tools.scripts
    if not scripts.templates:
        return None
    nonce, stamp = secrets.token_hex(8), int(tools.clock.now().timestamp())
    try:
        signature = scripts.sign(tools.web_url + request.full_path.rstrip("?"), nonce, stamp)
    except (PlatformError, PlatformDown) as error:
        log.warning("no ticket for the page", why=type(error).__name__)
        return None
    me_headers.allow_scripts(scripts.address.rpartition("/")[0] + "/", scripts.asks)
    return {"appid": scripts.appid, "timestamp": stamp, "nonce": nonce, "signature": signature,
            "address": scripts.address, "templates": ",".join(scripts.templates)}  # fmt: skip
