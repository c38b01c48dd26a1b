"""Rest stations near a position."""

import math

from handlers.asking import asks
from handlers.chat import render, said
from union import stations
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router, kind

router = Router("station")


@router.on(kind("location"))
def on_position(ask: Ask) -> Reply:
    """The nearest stations to the position that was sent."""
    ask.turn_to("station")
    try:
        latitude, longitude = float(ask.fields["Location_X"]), float(ask.fields["Location_Y"])
    except (KeyError, TypeError, ValueError):
        return Text(render("station/ask.txt"))
    found = stations.nearest(latitude, longitude) if math.isfinite(latitude + longitude) else ()
    return Text(render("station/nearest.txt", stations=found))


@router.on(asks("station"))
def on_word(ask: Ask) -> Reply:
    """How to send a position."""
    ask.turn_to("station")
    return Text(said(ask, "station/ask.txt"))
