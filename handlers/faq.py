"""Frequently asked questions."""

import re

from congress import faq
from handlers.asking import asks
from handlers.chat import ENGLISH, language, said
from handlers.facts import office
from handlers.leading import asked, lead
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import Router

router = Router("faq")
NUMBER = re.compile(r"\d{3}")  # the shortest that can be called
LACKING = {"why": "faq/without_reason.txt", "phone": "faq/without_number.txt"}
HAN = re.compile(r"[\u4e00-\u9fff]")
WORDS = re.compile(r"(?:[A-Za-z']+[^A-Za-z]+){2}[A-Za-z]")  # three of them: a sentence, no name


@router.on(asks("faq"), shared=True)
def on_question(ask: Ask) -> Reply:
    """The answer that staff wrote."""
    fact = ask.question.best("faq")
    ask.turn_to("faq", item=fact.id)
    return Text(described(ask, fact.key))


def with_question(ask: Ask, key: str) -> str:
    """An answer below the question that staff answered by it: not quite what was asked. Raises NotFound."""
    return said(ask, "faq/near.txt", question=faq.question(key).question, answer=described(ask, key))


def described(ask: Ask, key: str) -> str:
    """An answer as staff wrote it; its English lines first for what was asked in English. Raises NotFound."""
    answer = faq.question(key).answer
    wanted = lead(asked(ask), "why", "phone")
    if language(ask) != ENGLISH:
        lacks = wanted if wanted == "why" or not NUMBER.search(answer) else ""
        return said(ask, LACKING[lacks], answer=answer, office=office()) if lacks else answer
    lines = answer.splitlines()
    english = [line for line in lines if WORDS.search(line) and not HAN.search(line)]
    others = [line for line in lines if line not in english]
    return said(ask, "faq/answer.txt", english=english, others=others, why=wanted == "why")
