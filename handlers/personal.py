"""Personal data: one's own after binding, nobody else's."""

from congress.delegations import delegations
from handlers.asking import asks
from handlers.chat import render
from handlers.facts import office
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router

router = Router("personal")


@router.on(asks("personal"))
def on_own(ask: Ask) -> Reply:
    """How to get one's own seat, room, coach and meal."""
    ask.turn_to("personal")
    example = next((each.name for each in delegations()), "")
    return Text(render("personal/own.txt", office=office(), example=example, room=ask.question.aim == "group_room"))


@router.on(asks("privacy"))
def on_others(ask: Ask) -> Reply:
    """A kind refusal."""
    return Text(render("personal/others.txt", office=office()))
