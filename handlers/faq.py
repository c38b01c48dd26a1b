"""Frequently asked questions."""

from congress import faq
from handlers.asking import asks
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router

router = Router("faq")


@router.on(asks("faq"), shared=True)
def on_question(ask: Ask) -> Reply:
    """The answer that staff wrote."""
    fact = ask.question.best("faq")
    ask.turn_to("faq", item=fact.id)
    return Text(faq.question(fact.key).answer)
