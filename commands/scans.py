"""Show how often each code was scanned."""

import argparse

from commands.codes import caption
from commands.failing import Failed, complain, failing_plainly
from commands.wording import words
from config import Settings
from congress import scenes

HELP = "how often each code was scanned"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 with a line for each code on record or scanned; 1 when the database can't be read."""
    try:
        with failing_plainly(settings):
            counts = scenes.counts()
            unscanned = [code.scene for code in scenes.registered() if code.scene not in counts]
            rows = [(scene, caption(scene)[0], *numbers) for scene, numbers in counts.items()]
            rows += [(scene, caption(scene)[0], 0, 0) for scene in unscanned]
    except Failed as error:
        return complain(error)
    print(words("scans.txt", rows=rows))
    return 0
