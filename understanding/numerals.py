"""Numbers as they are written in Chinese and in digits."""

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
