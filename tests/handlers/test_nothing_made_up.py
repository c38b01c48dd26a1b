"""Every number in an answer stands in the row that it is about, or is worked out from it."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from clock import BEIJING
from congress import agenda, delegations, faq, guide
from congress.agenda import Item
from handlers import agenda as agenda_answers
from handlers import faq as faq_answers
from handlers import guide as guide_answers
from handlers import places, programmes
from handlers.facts import hours_of, index, office, programme
from understanding import Fact, Hit, Question
from understanding.normalise import fold
from understanding.ranking import is_discussion
from understanding.vocabulary import vocabulary
from wechat.inbound import Ask

ASPECTS = sorted({word.aspect for word in vocabulary().words.values() if word.aspect})
TIMES = [datetime(2019, 5, day, hour, tzinfo=BEIJING) for day, hour in ((4, 9), (6, 10), (9, 23))]
WORDS = {"zh": "这个", "en": "when is it"}
LINK = re.compile(r"<a href=[^>]*>[^<]*</a>")


def numbers(*texts: object) -> set[int]:
    """All numbers in these texts."""
    return {int(each) for text in texts for each in re.findall(r"\d+", fold(str(text or "")))}


def of_time(item: Item) -> set[int]:
    """What may be told of an item's time, its length included."""
    found = {item.day.month, item.day.day, item.starts.hour, item.starts.minute}
    if item.ends:
        minutes = int((item.ends - item.starts) / timedelta(minutes=1))
        found |= {item.ends.hour, item.ends.minute, *divmod(minutes, 60)}
    return found


def row(fact: Fact, at: datetime) -> set[int]:
    """The numbers that an answer about this fact may hold."""
    who = office()
    found = numbers(who.title, who.phone) if who else set()
    if fact.kind == "agenda":
        item = agenda.item(fact.key)
        example = delegations.delegations()[0].name
        return found | of_time(item) | numbers(item.title, item.place, item.audience, item.detail, item.remark, example)
    if fact.kind == "guide":
        entry = guide.entry(fact.key)
        for item in agenda.items():
            found |= of_time(item) if item.title == entry.title else set()
        read = hours_of(entry)
        turn = read.standing(at).turn if read else None
        if turn:
            found |= {turn.month, turn.day, turn.hour, turn.minute}
        return found | numbers(entry.title, entry.note, entry.place, entry.hours, entry.phone)
    if fact.kind == "faq":
        return found | numbers(faq.question(fact.key).answer)
    if fact.kind == "programme":
        offer = programme(fact.key)
        return found | numbers(*(getattr(offer, name) for name in offer.__slots__))
    delegation = delegations.delegation(fact.key)
    for item in agenda.items():
        found |= of_time(item) | numbers(item.title) if is_discussion(item.title) else set()
    return found | numbers(delegation.name, delegation.room, delegation.convener)


def answer(fact: Fact, aspect: str, at: datetime, words: str) -> str:
    """What is told of a fact when this aspect is asked for."""
    question = Question(words, fold(words), fact.kind, aspects=frozenset({aspect}), hits=(Hit(fact, 1.0),))
    ask = Ask("oX", at, "text", text=words, understand=lambda _: question)
    described = {
        "agenda": agenda_answers.described, "faq": faq_answers.described, "programme": programmes.described,
        "delegation": places.described,
    }  # fmt: skip
    if fact.kind == "guide":
        return guide_answers.described(ask, fact, question)
    return described[fact.kind](ask, fact.key)


def asked() -> Iterator[Fact]:
    """All facts; of the delegations, which are alike, a few."""
    few = 0
    for fact in index().facts:
        few += fact.kind == "delegation"
        if fact.kind in ("agenda", "guide", "faq", "programme") or (fact.kind == "delegation" and few <= 2):
            yield fact


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_facts_and_aspects_before_during_and_after(demo: None, language: str) -> None:
    made_up = {}
    for fact in asked():
        for at in TIMES:
            allowed = row(fact, at)
            for aspect in ("", *ASPECTS):
                told = LINK.sub("", answer(fact, aspect, at, WORDS[language]))
                assert told.strip()
                if extra := numbers(told) - allowed:
                    made_up[fact.id, aspect, at] = extra, told
    assert made_up == {}
