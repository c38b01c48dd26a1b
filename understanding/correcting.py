"""What somebody means who takes back what they asked: "no, I meant the day after"."""

import functools
import re

from understanding.alternatives import alternatives
from understanding.wordfiles import read

LONGEST = 40  # characters; who says more tells a story
MARKS = r"[\s,.!?\u3001\u3002\uff0c\uff01\uff1f\uff1b]"


def meant(text: str) -> str:
    """What is asked in the end, in words that go on with what was asked before; else the text."""
    if len(text) > LONGEST:
        return text
    for pattern in _patterns() if _starts().match(text) else ():
        if found := pattern.fullmatch(text.strip()):
            rest = found["rest"]
            return str(read("correcting.yaml")["again"]["en" if rest.isascii() else "zh"]).format(rest)
    return text


@functools.cache
def _starts() -> re.Pattern[str]:
    """How every such text begins: most don't, and are looked at no further."""
    return re.compile(
        "|".join(alternatives("correcting.yaml", name) for name in ("back", "meant", "instead")), re.IGNORECASE
    )


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    back, this, instead = (alternatives("correcting.yaml", name) for name in ("back", "meant", "instead"))
    rest, end = r"(?P<rest>[^,\u3001\u3002\uff0c]+?)(?:\u5462|\u5417|\u554a)?", rf"{MARKS}*"
    patterns = (
        rf"(?:{back}){MARKS}*(?:{this})\s*{rest}{end}",  # no, I meant X
        rf"(?:{instead})\s*[^,\u3001\u3002\uff0c]{{1,12}}{MARKS}+(?:{this})\s*{rest}{end}",  # not Y, X
        rf"(?:{this})\s*{rest}{MARKS}+(?:{instead}).{{1,14}}",  # I meant X, not Y
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
