"""The followers on record as staff see them, and their comparison with the platform's list."""

import argparse

from clock import Clock
from commands import listing
from commands.failing import Failed, complain, failing_plainly
from commands.wording import words
from config import Settings
from congress import followers

HELP = "how many follow; compare with the platform's list"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    parser.add_argument("do", choices=("count", "sync"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when it is done; 1 with the reason on stderr. What was cut off goes on where it was."""
    from server import client_for

    now = Clock(settings.clock_start, settings.clock_file).now
    try:
        with failing_plainly(settings):
            done = listing.Done()
            if args.do == "sync":
                wants = bool(settings.miniprogram_appid)
                done = listing.sync(client_for(settings), now, lambda: True, unionids=wants, always=True)
            print(words("followers.txt", do=args.do, done=done, count=followers.count()))
    except Failed as error:
        return complain(error)
    return 0
