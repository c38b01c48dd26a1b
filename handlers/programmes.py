"""Union services that people can apply for."""

from handlers.asking import asks
from handlers.chat import render
from handlers.facts import programme
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
    """One service in words."""
    offer = programme(key)
    return render("programmes/programme.txt", offer=offer, state=offer.state(ask.at.date()), at=ask.at, links=ask.links)
