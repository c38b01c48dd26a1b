"""What is said when nobody knows: honestly that, what can be asked, and how to reach a person."""

from congress import news
from handlers import agenda, faq, guide, programmes
from handlers import news as articles
from handlers.asking import asks
from handlers.chat import said
from handlers.facts import office
from handlers.unanswered import keep
from understanding import Fact
from understanding.ranking import NEAR
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router, anything

router = Router("fallback")


@router.on(asks("unsure"))
def on_unsure(ask: Ask) -> Reply:
    """The nearest thing that we have, said to be no more than that."""
    hits = ask.question.hits
    near = [hit.fact for hit in hits if hit.score >= NEAR * hits[0].score][:2]
    nearest = "\n\n".join(filter(None, (_described(ask, fact) for fact in near)))
    if not nearest:
        return on_anything(ask)
    keep(ask, near[0].id)
    ask.turn_to(near[0].kind, item=near[0].id, listed=[fact.id for fact in near])
    ask.remember(choosing=len(near) > 1)
    return Text(said(ask, "fallback/unsure.txt", nearest=nearest, office=office()))


@router.on(anything)
def on_anything(ask: Ask) -> Reply:
    """We don't know."""
    keep(ask)
    return Text(said(ask, "fallback/unknown.txt", office=office()))


def _described(ask: Ask, fact: Fact) -> str:
    if fact.kind == "faq":
        return faq.with_question(ask, fact.key)
    if fact.kind == "guide":
        return guide.described(ask, fact, ask.question)
    if fact.kind == "agenda":
        return agenda.described(ask, fact.key)
    if fact.kind == "programme":
        return programmes.described(ask, fact.key)
    if fact.kind == "news":
        heads = {head.slug: head for head in news.newest(ask.at)}
        return said(ask, "news/link.txt", head=heads[fact.key]) if fact.key in heads else ""
    if fact.kind == "passage":
        return articles.quoted(ask, fact)
    return ""
