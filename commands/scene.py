"""Print the scene string of a kind and a key, on the last line."""

import argparse

from commands.codes import NoSuchScene, scene_of
from commands.failing import Failed, complain, failing_plainly
from commands.wording import words
from config import Settings

HELP = "print the scene string of a code"


def arguments(parser: argparse.ArgumentParser) -> None:
    """KIND and KEY; the help lists the kinds."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = words("kinds.txt")
    parser.add_argument("kind", metavar="KIND")
    parser.add_argument("key", metavar="KEY")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 with the scene string on stdout; 1 when there is no such thing, with what there is on stderr."""
    try:
        with failing_plainly(settings):
            print(scene_of(args.kind, args.key))
    except (Failed, NoSuchScene) as error:
        return complain(error)
    return 0
