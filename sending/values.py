"""The values of a template's keywords, cut to what the platform accepts (docs/wechat.md, section 13)."""

import re
from collections.abc import Mapping

ELLIPSIS = "…"
_KEYWORD = re.compile(r"([a-z_]+)\d+")
_HAN = re.compile(r"[\u3400-\u9fff]")
LENGTHS = {
    "thing": 20, "letter": 32, "symbol": 5, "character_string": 32, "number": 32, "phone_number": 17, "car_number": 8,
    "phrase": 5,
}  # fmt: skip
# What the kind leaves out of a text rather than refuse all of it.
_LEFT_OUT = {
    "letter": re.compile(r"[^A-Za-z]"),
    "symbol": re.compile(r"[\w\s]"),
    "character_string": re.compile(r"[^\x20-\x7e]"),
    "phone_number": re.compile(r"[^0-9+\-()#* ]"),
    "phrase": re.compile(r"[^\u3400-\u9fff]"),
}
_DAY = r"(?:\d{4}\u5e74\d{1,2}\u6708\d{1,2}\u65e5)"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_MOMENT = rf"(?:(?:{_DAY} )?{_CLOCK}|{_DAY})"
_WHOLE = {
    "time": re.compile(rf"{_MOMENT}(?: ?~ ?{_MOMENT})?"),
    "date": re.compile(rf"{_DAY}(?: {_CLOCK})?(?: ?~ ?{_DAY}(?: {_CLOCK})?)?"),
    "amount": re.compile(r"[^\w\s]?\d{1,10}(?:\.\d{1,2})?\u5143?"),
    "number": re.compile(r"(?=.{1,32}$)\d+(?:\.\d+)?"),
}


class Unfit(ValueError):
    """A keyword can't be filled from what is there; the text is its name."""


def filled(fields: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """The values for a template: `fields` says which of our words each keyword takes. Raises Unfit.

    A text is cut with an ellipsis, never in the middle of a time or a number: those fit, or nothing is sent.
    """
    return {keyword: value(keyword, words.get(name, "")) for keyword, name in fields.items()}


def value(keyword: str, text: str) -> str:
    """One keyword's value. Raises Unfit."""
    found = _KEYWORD.fullmatch(keyword)
    kind = found[1] if found else ""
    text = " ".join(text.split())
    if kind in _WHOLE:
        if not _WHOLE[kind].fullmatch(text):
            raise Unfit(keyword)
        return text
    if kind in _LEFT_OUT:
        text = _LEFT_OUT[kind].sub("", text).strip()
    if not text or not found:
        raise Unfit(keyword)
    if kind == "name":
        return _name(keyword, text)
    length = LENGTHS.get(kind, len(text))
    if len(text) <= length:
        return text
    return text[: length - 1] + ELLIPSIS if kind == "thing" else text[:length]


def _name(keyword: str, text: str) -> str:
    text = re.sub(r"\d", "", text)
    if not text:
        raise Unfit(keyword)
    return text[: 10 if _HAN.search(text) else 20]
