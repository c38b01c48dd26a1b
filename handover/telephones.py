"""Telephone numbers as staff write them."""

import re
import unicodedata

from handover.words import words

_MOBILE = re.compile(r"(?:\+?0{0,2}86)?(1[3-9]\d{9})")
_CITY = re.compile(r"(?:\+?0{0,2}86)?(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})")
_FREE = re.compile(r"([48]00)(\d{3})(\d{4})")
_BARE = re.compile(r"[2-8]\d{6,7}")  # a number of the same city
_SHORT = re.compile(r"11\d|12[0-2]|1[02]\d{3}|9[56]\d{3,4}")  # 110, 120, 12351, 95588
_SEVERAL = re.compile(r"[、,，;；/\n]+")
_EXTENSION = re.compile(r"(?:#|\u8f6c|ext\.?|\u5206\u673a|(?<=\d{7})-)(\d{1,6})$", re.IGNORECASE)  # 转, 分机
_IN_WORDS = re.compile(
    r"(?<![\d-])(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}"
    r"|\(?0\d{2,3}\)?[ -]?\d{3,4} ?\d{4}|[48]00[ -]?\d{3}[ -]?\d{4}|[2-8]\d{6,7})"
    r"(?![\d-]|\s*(?:#|\u8f6c|\u5206\u673a|ext))"
    r"(?: ?\((?P<of>[^()]{1,12})\))?"
)
_HANDSET = re.compile(r"(?<!\d)1[3-9]\d[\s\-.·]{0,3}(?:\d{4}[\s\-.·]{0,3}\d{4}|\d{3}[\s-]\d{5})(?!\d)")
_LABEL = 12  # characters of what is said of a number
_MARKS = ' ,\uff0c\u3002:\uff1a.\u00b7()\u201c\u201d"'
_FILLING = re.compile(r"[\s\-‐-―−.·()()（）_]+")


def telephone(written: str, *, personal: bool = False) -> str | None:
    """The number in one form: `19900000005`, `010-84901111`, `400-810-0000`; several joined by `、`. None: no number.

    `personal`: somebody's own number, of which a city number without its area code can't be called.
    """
    numbers = [_one(part, personal) for part in _SEVERAL.split(unicodedata.normalize("NFKC", written)) if part.strip()]
    if not numbers or any(number is None for number in numbers):
        return None
    return "、".join(dict.fromkeys(number for number in numbers if number))


def noted(written: str, longest: int) -> str | None:
    """The numbers of a public office among words, with those that tell when or where each is answered: `010-84901111、
    19900000004（夜间）`; without all words when there is no room. Whose a number is stays out. None: no number."""
    text = unicodedata.normalize("NFKC", written)
    told: dict[str, str] = {}
    start = 0
    for found in _IN_WORDS.finditer(text):
        number = _one(found[0].removesuffix(f"({found['of']})"), personal=False)
        if number is None:
            return None
        before = _SEVERAL.split(text[start : found.start()])[-1].strip(_MARKS)
        remark = found["of"] or ""
        start = found.end()
        told[number] = (before if _tells(before) else "") + number + (f"\uff08{remark}\uff09" if _tells(remark) else "")
    whole = "\u3001".join(told.values())
    return (whole if len(whole) <= longest else "\u3001".join(told)[:longest]) or None


def holds_mobile(written: str) -> bool:
    """Whether there is a mobile number in a text, in whatever groups its digits are written."""
    return _HANDSET.search(unicodedata.normalize("NFKC", written)) is not None


def _tells(words_of_it: str) -> bool:
    """Whether words beside a number tell when or where it is answered."""
    return any(each in words_of_it for each in words()["answered"]) and len(words_of_it) <= _LABEL


def _one(written: str, personal: bool) -> str | None:
    digits, extension = _FILLING.sub("", written), ""
    if not _MOBILE.fullmatch(digits) and (match := _EXTENSION.search(written.strip())):
        extension = f"-{match[1]}"
        digits = _FILLING.sub("", written.strip()[: match.start()])
    if match := _MOBILE.fullmatch(digits):
        return match[1] + extension
    if match := _CITY.fullmatch(digits):
        return f"{match[1]}-{match[2]}{extension}"
    if match := _FREE.fullmatch(digits):
        return "-".join(match.groups()) + extension
    if not personal and (_BARE.fullmatch(digits) or _SHORT.fullmatch(digits)):
        return digits + extension
    return None
