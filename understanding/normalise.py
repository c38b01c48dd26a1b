"""Text as people type it, brought to one form: half width, simplified, lower case, no marks that can't be read."""

import functools
import re
import unicodedata

import opencc

# What somebody wants to know stands in the first few hundred characters; the rest would only cost time.
LIMIT = 400
LATIN = re.compile(r"[a-z][a-z0-9_'-]*")
REPEATED = re.compile(r"(.)\1{2,}")
BLANKS = re.compile(r"\s+")
BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
MARKED = re.compile(r"[^0-9A-Za-z\u4e00-\u9fa5 :./-]")  # by far most texts hold nothing else
WIFI = re.compile(r"wi[\s-]?fi|wlan")
OPEN, CLOSE = "\x02", "\x03"


class _Signs(dict[int, str | None]):
    """What becomes of each character; worked out once for each and kept."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        category = unicodedata.category(sign)
        if category[0] in "LN" or sign in ":./-":
            kept: str | None = sign
        elif category[0] == "M" or category == "Cf":
            kept = None  # combining marks (zalgo), joiners, directions: they stand inside words
        else:
            kept = " "
        if len(self) < 20_000:
            self[code] = kept
        return kept


_signs = _Signs()


SHORT = 64  # characters of a text whose folded form is kept


@functools.cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def plain(text: str) -> str:
    """The text in NFKC, simplified, lower case, with its marks and every digit: for numbers that must not change."""
    return _simplifier().convert(unicodedata.normalize("NFKC", text[:LIMIT])).lower()


def fold(text: str) -> str:
    """The text in NFKC, simplified, lower case, marks and emoji as blanks, at most LIMIT characters."""
    return _short_fold(text) if len(text) <= SHORT else _fold(text)


def squeeze(text: str) -> str:
    """The folded text without blanks and marks: for comparing whole names."""
    return _short_squeeze(text) if len(text) <= SHORT else _squeeze(text)


def _fold(text: str) -> str:
    text = BETWEEN_HAN.sub("", unicodedata.normalize("NFKC", text[: 2 * LIMIT])[:LIMIT])
    if MARKED.search(text):
        text = text.translate(_signs)
    text = text.lower()
    text = REPEATED.sub(r"\1\1", _simplifier().convert(text))
    return BLANKS.sub(" ", WIFI.sub("wifi", text)).strip()


def _squeeze(text: str) -> str:
    return re.sub(r"[\s:./-]+", "", fold(text))


# The same names and the same few words come again and again; long texts don't, and would fill the memory.
_short_fold = functools.lru_cache(4096)(_fold)
_short_squeeze = functools.lru_cache(4096)(_squeeze)


def forget() -> None:
    """Drop the forms that are kept of earlier texts."""
    _short_fold.cache_clear()
    _short_squeeze.cache_clear()


def fence(folded: str) -> str:
    """Each Latin word between two control characters, so that a search for `hi` does not find `which`."""
    return LATIN.sub(lambda word: f"{OPEN}{word.group()}{CLOSE}", folded).replace(f"{CLOSE} {OPEN}", CLOSE + OPEN)
