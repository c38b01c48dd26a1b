"""A file of sample questions, with the facts that each answer must hold."""

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

LINK = re.compile(r"</?a\b[^>]*>")


class BadFile(ValueError):
    """The file is not one of samples; the text names the line."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One question. `say` and each of `before` is a text, {"voice": text} or {"location": [lat, lng, name]}; `at` is
    aware. `who` is guest or a badge number."""

    id: str
    kind: str
    who: str
    at: datetime
    before: tuple[Any, ...]
    say: Any
    must: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...]

    def missing(self, reply: str) -> tuple[tuple[str, ...], ...]:
        """The groups of which the reply holds none."""
        told = normal(reply)
        return tuple(group for group in self.must if not any(normal(fact) in told for fact in group))

    def leaked(self, reply: str) -> tuple[str, ...]:
        """What the reply holds and must not."""
        told = normal(reply)
        return tuple(fact for fact in self.must_not if normal(fact) in told)


def read(file: Path) -> Iterator[Sample]:
    """The samples of a file, one JSON object a line. Raises BadFile, OSError."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise BadFile(f"{file}: not a text file in UTF-8") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
            must = tuple(tuple(group) for group in values["must"])
            at = datetime.fromisoformat(values["at"])
            yield Sample(
                values["id"], values["kind"], values.get("as", "guest"), at, tuple(values.get("before", ())),
                values["say"], must, tuple(values.get("must_not", ())),
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadFile(f"{file}, line {number}: {type(error).__name__} {error}") from None


def normal(text: str) -> str:
    """What is compared: NFKC, lower case, links by their names; no blanks, control characters, punctuation but `:`."""
    folded = unicodedata.normalize("NFKC", html.unescape(LINK.sub("", text))).lower()
    return "".join(sign for sign in folded if sign == ":" or unicodedata.category(sign)[0] not in "ZCP")
