"""Whole replies on a made-up congress: the asked fact first, before, during and after, in Chinese and in English."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.handlers import festival
from tests.handlers.phone import Phone

LINK = re.compile(r"<a href=[^>]*>([^<]*)</a>")
EXPECTED = Path(__file__).with_name("asked_first.txt")


def cases() -> Iterator[tuple[str, str, str]]:
    """When, what is asked, and the whole reply with its links in brackets."""
    at = ""
    for block in re.split(r"\n(?=[@?] )", EXPECTED.read_text(encoding="utf-8")):
        first, _, reply = block.partition("\n")
        if first.startswith("@ "):
            at = first.removeprefix("@ ")
        else:
            yield at, first.removeprefix("? "), reply.strip()


@pytest.fixture
def visitor(database_url: str) -> Phone:
    """Somebody who talks to the account of the festival."""
    festival.fill()
    return Phone()


def test_every_answer_word_by_word(visitor: Phone) -> None:
    found = {(at, text): LINK.sub(r"[\1]", Phone().say(text, festival.on(at))) for at, text, _ in cases()}
    assert found == {(at, text): reply for at, text, reply in cases()}
    assert len(found) > 60
