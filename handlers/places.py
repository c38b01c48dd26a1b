"""Where a delegation discusses."""

from datetime import datetime

from congress import agenda, attendance
from congress.agenda import Item
from congress.delegations import delegation
from handlers.asking import asks
from handlers.chat import said
from handlers.facts import office
from handlers.leading import asked, lead
from understanding.ranking import is_discussion
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router

router = Router("places")
MOST = 5  # delegations in one answer


@router.on(asks("place"), shared=True)
def on_delegation(ask: Ask) -> Reply:
    """The room of the delegations that were named."""
    facts = [hit.fact for hit in ask.question.hits if hit.fact.kind == "delegation"][:MOST]
    ask.turn_to("place", item=facts[0].id, listed=[fact.id for fact in facts])
    return Text("\n\n".join(described(ask, fact.key) for fact in facts))


def described(ask: Ask, key: str) -> str:
    """One delegation's room and when it is used next, in words. Raises NotFound."""
    values = {
        "delegation": delegation(key),
        "coming": discussions(ask.at),
        "office": office(),
        "lead": lead(asked(ask), "why", "phone", "who", "where", "when"),
    }
    return said(ask, "places/delegation.txt", **values)


def discussions(at: datetime) -> tuple[Item, ...]:
    """When the delegations meet by themselves: under way or coming, two at most."""
    meets = [item for item in agenda.items() if is_discussion(item.title)]
    meets = [item for item in meets if attendance.is_apart(item)] or meets  # not what all sit through together
    return tuple(item for item in meets if not (item.is_over(at) or item.cancelled))[:2]
