"""How Chinese characters sound: syllables without tones, strictly or as many people hear them."""

import functools
import re
import unicodedata

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

HAN = re.compile(r"[\u3400-\u9fff]")
LONGEST_PHRASE = 4
# What speakers from the south, and the recogniser with them, don't tell apart: the left is heard as the right.
CONFUSED = (
    (re.compile("^(z|c|s)h"), r"\1"),
    (re.compile("^l"), "n"),
    (re.compile("(?<=[aei])ng$"), "n"),
    (re.compile("^h(?=u)"), "f"),
    (re.compile("^(?:q|x)(?=[iuv])"), "j"),
)


@functools.cache
def plain(marked: str) -> str:
    """A syllable with its tone mark as it is typed: without, `v` for the umlaut."""
    apart = unicodedata.normalize("NFD", marked).replace("u\u0308", "v")
    return "".join(sign for sign in apart if "a" <= sign <= "z")


@functools.cache
def loose(syllable: str) -> str:
    """What a syllable sounds like to those who confuse some sounds."""
    for pattern, heard in CONFUSED:
        syllable = pattern.sub(heard, syllable)
    return syllable


@functools.lru_cache(20_000)
def usual(sign: str) -> str:
    """The usual reading of a character; empty for what is none."""
    return plain(PINYIN_DICT.get(ord(sign), "").partition(",")[0]) if HAN.match(sign) else ""


def alone(text: str) -> tuple[str, ...]:
    """The syllables of a Han text, each character read as it is usually."""
    return tuple(map(usual, text))


def spoken(text: str) -> tuple[str, ...]:
    """The syllables of a Han text, words that are read in their own way so."""
    found: list[str] = []
    at = 0
    while at < len(text):
        for size in range(min(LONGEST_PHRASE, len(text) - at), 1, -1):
            if readings := PHRASES_DICT.get(text[at : at + size]):
                found += [plain(each[0]) for each in readings]
                at += size
                break
        else:
            found.append(usual(text[at]))
            at += 1
    return tuple(found) if len(found) == len(text) else alone(text)


@functools.cache
def syllables() -> frozenset[str]:
    """All syllables that characters in use have."""
    found = {usual(chr(code)) for code in range(0x4E00, 0x9FA6)}
    return frozenset(each for each in found if each and set(each) & set("aeiouv"))
