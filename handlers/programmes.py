"""Union services that people can apply for."""

from handlers.asking import asks
from handlers.chat import said
from handlers.facts import office, programme
from handlers.leading import asked, lead, tells_cost
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router

router = Router("programmes")


@router.on(asks("programme"), shared=True)
def on_programme(ask: Ask) -> Reply:
    """The service that the words name, with its dates."""
    fact = ask.question.best("programme")
    ask.turn_to("programme", item=fact.id)
    return Text(described(ask, fact.key))


def described(ask: Ask, key: str) -> str:
    """One service in words, what was asked of it first."""
    offer = programme(key)
    first = lead(asked(ask), "phone", "cost", "quota", "need", "who", "where", "when")
    if first == "cost" and tells_cost(offer.name, offer.summary):
        first = ""
    values = {"offer": offer, "state": offer.state(ask.at.date()), "lead": first, "office": office()}
    return said(ask, "programmes/programme.txt", **values)
