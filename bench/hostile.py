"""Texts made to be slow or harmful: injections, repetitions, soups of letters and characters."""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

LONGEST = 2000  # characters that the platform lets through
BEYOND = 20_000  # ... and that it doesn't
SOUPS = 12  # of each sort
SHORT = 60  # characters of a text that may be misspelt
RARE = (0x3400, 0x4DB5)
HAN = (0x4E00, 0x9FA5)
SYLLABLES = re.findall(
    "[a-z]+", "zhuang shuang chuang xian tian nan lan an er de ji ni hui yi zai na li jing bei wo men kai"
)


def corpus(known: Sequence[str], seed: int = 1) -> Iterator[tuple[str, str]]:
    """Each text with its sort. `known` are the names of facts and persons that the account answers about."""
    dice = random.Random(seed)
    lists = yaml.safe_load(Path(__file__).with_name("hostile.yaml").read_text(encoding="utf-8"))
    for text in lists["injections"]:
        yield "injection", text
        yield "injection", (text * LONGEST)[:LONGEST]
    for text in lists["repeated"]:
        yield "repeated", (text * SHORT)[:SHORT]
        yield "repeated", (text * LONGEST)[:LONGEST]
        yield "beyond", (text * BEYOND)[:BEYOND]
    for length in (SHORT, LONGEST):
        for _ in range(SOUPS):
            yield "rare Han", _drawn(dice, RARE, length)
            yield "Han", _drawn(dice, HAN, length)
            yield "any sign", _drawn(dice, (1, 0xD7FF), length)
            yield "letters", "".join(dice.choices("abcdefghijklmnopqrstuvwxyz' ", k=length))
            yield "digits", "".join(dice.choices("0123456789.:/- ", k=length))
            yield "pinyin", "".join(dice.choices(SYLLABLES, k=length))[:length]
            yield "pinyin", " ".join(dice.choices(SYLLABLES, k=length))[:length]
            yield "bits", "".join(dice.choices(lists["repeated"], k=length))[:length]
            yield "names", "".join(dice.choices(known, k=length))[:length]
            yield "names", "".join(each[: dice.randint(1, 4)] for each in dice.choices(known, k=length))[:length]
            yield "signs", "".join(dice.choices("".join(known), k=length))


def _drawn(dice: random.Random, codes: tuple[int, int], length: int) -> str:
    return "".join(chr(dice.randint(*codes)) for _ in range(length))
