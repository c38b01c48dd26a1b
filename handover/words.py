"""The recognised words of words.yaml, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def words() -> dict[str, Any]:
    """The whole vocabulary."""
    return dict(yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")))


def number(text: str) -> int | None:
    """A number in digits or in Chinese (`21`, `二十一`, `零五`, a year's digits); None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    digits, ten = words()["digits"], words()["ten"]
    tens, found, ones = text.partition(ten)
    if not found:
        return digits.get(text) if len(text) == 1 else _spelled(text)
    if any(part and part not in digits for part in (tens, ones)):
        return None
    return (digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0)


def _spelled(text: str) -> int | None:
    """Digits one by one, as in a year or in `零五`."""
    digits = words()["digits"]
    if not text or any(sign not in digits for sign in text):
        return None
    return int("".join(str(digits[sign]) for sign in text))
