"""How long one look-up among the keyword rules takes, with ten rules and with ten thousand."""

import random
import statistics
import time
from datetime import UTC, datetime

from congress.rules import CONTAINS, EXACT, PATTERN, Rule, RuleBook

AT = datetime(2019, 5, 6, 9, tzinfo=UTC)
SYLLABLES = "会议代表工会服务班车午餐医疗住宿新闻报到座位文件签到网络天气发言讨论选举大堂宾馆晚会参观合影"
KINDS = (EXACT, CONTAINS, PATTERN)
LOOKS, ROUNDS = 5000, 7


def report() -> None:
    """Print microseconds for ten rules and ten thousand, and their ratio over the rounds."""
    dice = random.Random(1)
    few, many = _book(10, dice), _book(10_000, dice)
    texts = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 14))) for _ in range(LOOKS)]
    _seconds(few, texts), _seconds(many, texts)
    pairs = [(_seconds(few, texts), _seconds(many, texts)) for _ in range(ROUNDS)]
    ratios = [b / a for a, b in pairs]
    short, long = (statistics.median(side) * 1e6 / LOOKS for side in zip(*pairs, strict=True))
    print(
        f"keyword rules, one look-up: 10 rules {short:.1f} us, 10,000 rules {long:.1f} us, "
        f"ratio {statistics.median(ratios):.2f}   {min(ratios):.2f} .. {max(ratios):.2f}"
    )


def _book(count: int, dice: random.Random) -> RuleBook:
    rules = []
    for number in range(count):
        words = "".join(dice.choices(SYLLABLES, k=dice.randint(4, 7)))
        kind = KINDS[number % 3]
        rules.append(Rule(number, kind, f"{words[:2]}*{words[2:]}" if kind == PATTERN else words, "answer"))
    return RuleBook(rules, str.lower)


def _seconds(book: RuleBook, texts: list[str]) -> float:
    begun = time.perf_counter()
    for text in texts:
        book.match(text, AT)
    return time.perf_counter() - begun
