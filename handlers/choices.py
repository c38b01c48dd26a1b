"""Two or three things that may be meant, to choose from by a number."""

from handlers.asking import asks
from handlers.chat import said
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router

router = Router("choices")


@router.on(asks("choice"), shared=True)
def on_choice(ask: Ask) -> Reply:
    """What may be meant, numbered; the number or the words are understood for as long as any follow-up."""
    facts = [hit.fact for hit in ask.question.hits]
    ask.turn_to("choice", listed=[fact.id for fact in facts])
    ask.remember(choosing=True, wanted=tuple(sorted(ask.question.aspects)))
    return Text(said(ask, "choices/which.txt", names=[fact.names[0] for fact in facts]))
