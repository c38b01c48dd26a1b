"""Checking in by a scan of the desk's code, told in plain words."""

import hashlib

from congress import binding, cards
from congress.checkin import arrivals, stages, visits
from congress.errors import NotFound
from handlers.asking import asks
from handlers.binding import how_to_bind
from handlers.chat import render
from handlers.counting import count
from handlers.facts import office
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router

router = Router("checkin")


@router.on(asks("personal", "checkin"))
def on_mine(ask: Ask) -> Reply:
    """Where one was checked in, and what is open now."""
    badge = binding.badge_of(ask.openid, miniprogram=ask.miniprogram)
    if not badge:
        return how_to_bind(ask, example="")
    ask.turn_to("personal")
    values = {"at": ask.at, "desk_name": stages.desk_name, "office": office()}
    return Text(render("checkin/mine.txt", mine=arrivals.of(badge), now=visits.awaited(badge, ask.at), **values))


def at_desk(ask: Ask, key: str) -> Reply | None:
    """Check in whoever is bound; None for a guest, and at a desk where nothing is checked in by a scan."""
    if not visits.serves(key) or not (badge := _badge(ask)):
        return None
    try:
        card = cards.card(badge)
    except NotFound:  # taken off the roster since
        return Text(render("personal/gone.txt", office=office()))
    visit = visits.visit(key, badge, ask.at, mark_of(ask.message_key))
    count(ask)
    ask.turn_to("personal")
    values = {"visit": visit, "card": card, "at": ask.at, "desk_name": stages.desk_name, "office": office()}
    return Text(render("checkin/desk.txt", **values))


def hint(key: str) -> str:
    """What a delegate who is not bound yet does first; empty at a desk where nothing is checked in by a scan."""
    return render("checkin/hint.txt") if visits.serves(key) else ""


def mark_of(message_key: str) -> str:
    """The mark of a push: the same for every delivery of it, and without the openid that is part of its key."""
    return f"chat:{hashlib.sha256(message_key.encode()).hexdigest()[:32]}"


def _badge(ask: Ask) -> str:
    try:
        return binding.badge_of(ask.openid, miniprogram=ask.miniprogram)
    except Exception as error:  # noqa: BLE001  three drivers; without the database everybody hears of the check-in
        ask.trouble = error
        return ""
