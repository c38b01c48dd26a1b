"""Which values the keywords of a notification may have, by their type (docs/wechat.md, section 13)."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

_NAMED = re.compile(r"([a-z_]+)\d+")
_HAN = r"[\u3400-\u9fff]"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
# 2019<year>10<month>1<day>, with the three Chinese words.
_DAY = r"(\d{4})\u5e74(\d{1,2})\u6708(\d{1,2})\u65e5"
_MOMENTS = {"time": rf"(?:{_DAY} )?{_CLOCK}|{_DAY}", "date": rf"{_DAY}(?: {_CLOCK})?"}
_PATTERNS = {
    "thing": r"[^\x00-\x1f]{1,20}",
    "number": r"(?=.{1,32}$)\d+(?:\.\d+)?",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[^\w\s]{1,5}",
    "character_string": r"[\x20-\x7e]{1,32}",
    "phone_number": r"[0-9+\-()#* ]{1,17}",
    "car_number": rf"(?=.{{1,8}}$)(?:{_HAN})?[0-9A-Za-z]+(?:{_HAN})?",
    "phrase": rf"{_HAN}{{1,5}}",
}
_AMOUNT = re.compile(r"\d{1,10}(?:\.\d{1,2})?\u5143?")
_NAME_HAN, _NAME_LETTERS = 10, 20  # characters
TYPES = frozenset(_PATTERNS) | frozenset(_MOMENTS) | {"amount", "name", "enum", "const"}


def kind(name: str) -> str:
    """The type in a keyword's name: `thing3` is a `thing`. Raises ValueError for a name that has none."""
    found = _NAMED.fullmatch(name)
    if found is None or found[1] not in TYPES:
        raise ValueError(name)
    return found[1]


def fits(name: str, value: str, choices: Sequence[str] = ()) -> bool:
    """Whether that keyword may have that value; `choices` are those of an enum."""
    rule = kind(name)
    if rule in _PATTERNS:
        return re.fullmatch(_PATTERNS[rule], value) is not None
    if rule in _MOMENTS:
        ends = re.split(" ?~ ?", value)
        return len(ends) <= 2 and all(_is_moment(rule, end) for end in ends)
    if rule == "amount":
        return _AMOUNT.fullmatch(value[1:] if unicodedata.category(value[0]) == "Sc" else value) is not None
    if rule == "name":
        # Only letters and symbols: twenty; with any Chinese character in it: ten.
        limit = _NAME_HAN if re.search(_HAN, value) else _NAME_LETTERS
        return len(value) <= limit and not re.search(r"\d", value)
    return value in choices


def _is_moment(rule: str, text: str) -> bool:
    found = re.fullmatch(_MOMENTS[rule], text)
    if found is None:
        return False
    day = [int(part) for part in found.groups() if part is not None]
    try:
        return not day or bool(date(*day))
    except ValueError:
        return False
