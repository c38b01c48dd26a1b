"""The demo congress in the tables, and somebody who asks."""

import pytest

from tests import loaded
from tests.conftest import DEMO
from tests.handlers.phone import AT, Phone

MANY = "暖心驿站.xlsx"  # ten thousand rows that only few tests want
FILES = tuple(sorted(path for path in DEMO.iterdir() if path.name != MANY))


@pytest.fixture
def phone(demo: None) -> Phone:
    """A person who talks to an account that holds the demo congress."""
    return Phone()


@pytest.fixture
def demo(database_url: str) -> None:
    """The demo congress without its stations."""
    loaded.load(FILES, AT)
