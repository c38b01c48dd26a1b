"""Personal data: one's own after binding, nobody else's."""

from congress import attendance, binding, cards
from congress.delegations import delegations
from congress.errors import NotFound
from handlers.asking import asks
from handlers.binding import how_to_bind
from handlers.chat import said
from handlers.facts import office
from handlers.places import discussions
from understanding import people
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router

router = Router("personal")


@router.on(asks("personal"))
def on_own(ask: Ask) -> Reply:
    """The asked fact first, for the person who is bound; how to bind, for anybody else."""
    aim = ask.question.aim or "card"
    badge = binding.badge_of(ask.openid, miniprogram=ask.miniprogram)
    if not badge:
        example = next((each.name for each in delegations()), "")
        return how_to_bind(ask, example=example if aim == "group_room" else "")
    ask.turn_to("personal", item=f"{people.LAST}{aim}")
    try:
        card = cards.card(badge)
    except NotFound:  # taken off the roster since
        return Text(said(ask, "personal/gone.txt", office=office()))
    items = attendance.attended(card) if aim == "agenda" else ()
    if ask.question.day:
        items = tuple(item for item in items if item.day == ask.question.day)
    coming = discussions(ask.at) if aim == "group_room" else ()
    values = {"card": card, "aim": aim, "items": items, "office": office(), "coming": coming}
    # The account's pages don't know whoever comes from the mini program.
    return Text(said(ask, "personal/own.txt", paged=not ask.miniprogram, **values))


@router.on(asks("privacy"))
def on_others(ask: Ask) -> Reply:
    """A kind refusal."""
    ask.turn_to("privacy")
    return Text(said(ask, "personal/others.txt", office=office()))
