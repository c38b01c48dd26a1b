"""Bring the database's tables up to date; `make run` does this by itself."""

import argparse
import sys

from config import Settings
from supervision.checks import CannotStart
from supervision.preparation import migrate

HELP = "bring the database's tables up to date"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Apply what is pending, one at a time across processes; 1 if the database refuses."""
    try:
        applied = migrate(settings)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    for name in applied:
        print(f"applied {name}")
    print("up to date")
    return 0
