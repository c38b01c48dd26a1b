"""Which keyword rule answers a text."""

from datetime import datetime, timedelta

import pytest

from clock import BEIJING
from congress.rules import CONTAINS, EXACT, PATTERN, Rule, RuleBook

AT = datetime(2024, 3, 1, 9, tzinfo=BEIJING)
HOUR = timedelta(hours=1)


def book(*rules: Rule) -> RuleBook:
    return RuleBook(rules, lambda text: text.lower().replace(" ", ""))


@pytest.mark.parametrize(
    ("rule", "yes", "no"),
    [
        (Rule(1, EXACT, "Wi Fi", ""), ["wifi", "WI FI"], ["wifi?", "my wifi", ""]),
        (Rule(1, CONTAINS, "食堂", ""), ["食堂", "食堂几点开", "去食堂"], ["食 物堂", "食"]),
        (Rule(1, PATTERN, "食堂*几点", ""), ["食堂几点", "请问食堂到几点呢"], ["几点去食堂", "食堂"]),
        (Rule(1, PATTERN, "*a*ab*", ""), ["aab", "xayabz"], ["ab", "ba"]),
        (Rule(1, CONTAINS, "a.c", ""), ["a.c"], ["abc"]),
    ],
)
def test_kinds(rule: Rule, yes: list[str], no: list[str]) -> None:
    rules = book(rule)
    assert [rules.match(text, AT) for text in yes] == [rule] * len(yes)
    assert [rules.match(text, AT) for text in no] == [None] * len(no)


@pytest.mark.parametrize(("kind", "words"), [(EXACT, ""), (CONTAINS, "  "), (PATTERN, "***"), (PATTERN, "")])
def test_a_rule_without_words_answers_nothing(kind: str, words: str) -> None:
    assert book(Rule(1, kind, words, "")).match("anything", AT) is None


def test_the_order_of_rules() -> None:
    rules = [
        Rule(9, PATTERN, "食堂*开", "", priority=2),
        Rule(1, EXACT, "食堂几点开", "", priority=1),
        Rule(2, CONTAINS, "食堂几点", "", priority=1),
        Rule(3, CONTAINS, "食堂", "", priority=1),
        Rule(4, CONTAINS, "几点", "", priority=1),
        Rule(5, PATTERN, "食*开", "", priority=1),
        Rule(6, EXACT, "食堂几点开", ""),
    ]
    order = []
    while rules:
        best = book(*reversed(rules)).match("食堂几点开", AT)
        assert best is not None
        order.append(best.id)
        rules.remove(best)
    assert order == [9, 1, 2, 3, 4, 5, 6]


def test_a_rule_holds_from_and_until() -> None:
    early = Rule(1, EXACT, "x", "", valid_until=AT)
    now = Rule(2, EXACT, "x", "", valid_from=AT, valid_until=AT + HOUR)
    rules = book(early, now)
    found = [rules.match("x", at) for at in (AT - HOUR, AT, AT + HOUR)]
    assert found == [early, now, None]


def test_many_rules() -> None:
    many = [Rule(number, CONTAINS, f"word{number:05d}end", "") for number in range(10_000)]
    assert book(*many).match("say word04711end", AT) == many[4711]
