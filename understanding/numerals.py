"""Numbers as they are written in Chinese and in digits."""

from collections.abc import Iterator

CN = "零一二三四五六七八九十两〇"
NUMBER = rf"(?:\d{{1,2}}|[{CN}]{{1,3}})"


def number(text: str) -> int:
    """A number up to 99 in digits or Chinese numerals; -1 when it is none."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, units = text.partition("十")
        if len(tens) > 1 or len(units) > 1:
            return -1
        return (CN.index(tens) if tens else 1) * 10 + (CN.index(units) if units else 0)
    return {"两": 2, "〇": 0}.get(text, CN.index(text)) if len(text) == 1 and text in CN else -1


def written(value: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, units = divmod(value, 10)
    return (CN[tens] if tens > 1 else "") + ("十" if tens else "") + (CN[units] if units else "")


def floors() -> Iterator[tuple[str, str]]:
    """What floors are called that are counted beyond ten, and those below the ground, each with the name it goes by."""
    for value in range(11, 100):
        for number in (str(value), written(value)):
            yield from ((f"{number}{end}", f"{written(value)}层") for end in "层楼f")
    for value in range(1, 10):
        digit, numeral = str(value), written(value)
        below = (f"负{digit}", f"负{numeral}", f"地下{digit}", f"地下{numeral}", f"b{digit}", f"-{digit}")
        yield from ((f"{number}{end}", f"负{numeral}层") for number in below for end in "层楼f")


def is_cut(text: str, start: int) -> bool:
    """Whether what begins there is but the end of a number: `1楼` in `21楼`, `二楼` in `三百二楼`."""
    before, first = text[start - 1 : start], text[start : start + 1]
    if first == "-":
        return before.isalnum()
    return (first.isdecimal() and before.isdecimal()) or (first in CN and before in tuple("十百千"))


def stands_in(part: str, whole: str) -> bool:
    """Whether a part of a name stands in it, and not across a number."""
    at = whole.find(part) if part else -1
    while at >= 0 and (is_cut(whole, at) or (part[-1].isdecimal() and whole[at + len(part) :][:1].isdecimal())):
        at = whole.find(part, at + 1)
    return at >= 0
