"""Union services that people can apply for."""

from handlers.asking import asks
from handlers.chat import said
from handlers.facts import all_programmes, office, programme
from handlers.leading import asked, lead, tells_cost, tells_gain
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router

router = Router("programmes")


@router.on(asks("programme", "list"), shared=True)
def on_all(ask: Ask) -> Reply:
    """What can be applied for now, and what comes."""
    today = ask.at.date()
    found = all_programmes()
    states = {state: [offer for offer in found if offer.state(today) == state] for state in ("open", "coming")}
    shown = [*states["open"], *states["coming"]]
    ask.turn_to("programme", listed=[f"programme:{offer.key}" for offer in shown])
    return Text(said(ask, "programmes/list.txt", offers=states, known=bool(found), office=office()))


@router.on(asks("programme"), shared=True)
def on_programme(ask: Ask) -> Reply:
    """The service that the words name, with its dates."""
    fact = ask.question.best("programme")
    ask.turn_to("programme", item=fact.id)
    return Text(described(ask, fact.key))


def described(ask: Ask, key: str) -> str:
    """One service in words, what was asked of it first."""
    offer = programme(key)
    first = lead(asked(ask), "why", "phone", "cost", "quota", "need", "who", "where", "when")
    told = tells_cost(offer.name, offer.summary) or tells_gain(asked(ask), offer.summary)
    if first == "cost" and told:
        first = ""
    values = {"offer": offer, "state": offer.state(ask.at.date()), "lead": first, "office": office()}
    return said(ask, "programmes/programme.txt", **values)
