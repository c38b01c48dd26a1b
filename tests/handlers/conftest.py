"""The demo congress in the tables, and somebody who asks."""

import shutil
from pathlib import Path

import pytest

import handover
import models
from commands.load import KINDS
from tests.conftest import DEMO
from tests.handlers.phone import AT, Phone

MANY = "暖心驿站.xlsx"  # ten thousand rows that only few tests want


@pytest.fixture
def phone(demo: None) -> Phone:
    """A person who talks to an account that holds the demo congress."""
    return Phone()


@pytest.fixture
def demo(database_url: str, _handed_over: Path, tmp_path: Path) -> None:
    """The demo congress without its stations."""
    handover.load(_handed_over, KINDS, media=tmp_path / "media", at=AT)
    models.close()


@pytest.fixture(scope="session")
def _handed_over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handed-over") / "demo"
    shutil.copytree(DEMO, folder, ignore=lambda _, names: [name for name in names if MANY in name])
    return folder
