"""Codes in words: print a scene string, put codes on the list, make those that are missing, show the list."""

import argparse
import itertools
from collections.abc import Iterator
from datetime import datetime

from clock import Clock
from commands import codes
from commands.codes import NoSuchScene, scene_of
from commands.failing import Failed, complain, failing_plainly
from commands.progress import Progress
from commands.wording import words
from config import Settings
from congress import scenes
from congress.errors import NotFound

HELP = "print the scene string of a code; list codes, make them in bulk"
MOST_AT_ONCE = 100_000
USAGE = (
    "KIND KEY",
    "add KIND KEY... [--purpose TEXT] [--owner TEXT] [--permanent]",
    "drop KIND KEY...",
    "make KIND...|--all [--limit N]",
    "list [KIND...]",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """KIND KEY, or one of add, drop, make, list with kinds and keys; the help lists the kinds."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = words("kinds.txt", kinds=dict(scenes.kinds()))
    parser.usage = "\n       ".join(f"server.py scene {each}" for each in USAGE)
    parser.add_argument("do", metavar="KIND|add|drop|make|list")
    parser.add_argument("rest", metavar="KEY", nargs="*")
    parser.add_argument("--all", action="store_true", help="make: every kind")
    parser.add_argument("--limit", type=_number, metavar="N", help="make: at most so many now")
    parser.add_argument("--purpose", default="", help="add: what it is for")
    parser.add_argument("--owner", default="", help="add: who looks after it")
    parser.add_argument("--permanent", action="store_true", default=None, help="add: to last, for what is printed")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 with what was asked for on stdout, the scene string last; 1 with the reason on stderr.

    `make` gives 3 when it stopped at a limit and the same command goes on with the rest later.
    """
    clock = Clock(settings.clock_start, settings.clock_file)
    try:
        with failing_plainly(settings):
            match args.do:
                case "add":
                    return _add(args, clock.now())
                case "drop":
                    return _drop(args.rest)
                case "make":
                    return _make(args, settings, clock)
                case "list":
                    return _list(args.rest, clock.now())
            if len(args.rest) != 1:
                return complain(words("scenes.txt", what="usage"))
            print(scene_of(args.do, args.rest[0]))
    except (Failed, NoSuchScene) as error:
        return complain(error)
    return 0


def _add(args: argparse.Namespace, at: datetime) -> int:
    kind, *keys = args.rest or [""]
    if not keys:
        return complain(words("scenes.txt", what="usage"))
    found = [scene_of(kind, key) for key in keys]
    scenes.plan(found, at, purpose=args.purpose, owner=args.owner, permanent=args.permanent)
    for scene in found:
        print(scenes.told(scene))
    return 0


def _drop(rest: list[str]) -> int:
    kind, *keys = rest or [""]
    if not keys or kind not in scenes.KINDS:
        return complain(words("scenes.txt", what="usage"))
    wanted = [_named(kind, key) for key in keys]
    dropped = scenes.drop(wanted)
    kept = [scenes.told(each) for each in wanted if each not in dropped]
    print(words("scenes.txt", what="dropped", dropped=list(map(scenes.told, dropped)), kept=kept))
    return 0 if len(dropped) == len(wanted) else 1


def _named(kind: str, key: str) -> str:
    try:
        return scenes.scene_string(kind, key) if scenes.kinds()[kind].secret else f"{kind}_{key}"
    except NotFound:
        return f"{kind}_{key}"  # the key may be gone: that is why it is dropped


def _make(args: argparse.Namespace, settings: Settings, clock: Clock) -> int:
    from server import client_for

    kinds = tuple(scenes.KINDS) if args.all else tuple(args.rest)
    unknown = next((kind for kind in kinds if kind not in scenes.KINDS), None)
    if unknown is not None:
        scene_of(unknown, "")  # raises, with the kinds that there are
    if not kinds:
        return complain(words("scenes.txt", what="usage"))
    at = clock.now()
    scenes.plan(itertools.chain.from_iterable(map(_known, kinds)), at)
    due = scenes.due(at, *kinds)
    progress = Progress(min(len(due), args.limit or len(due)))
    try:
        outcome = codes.make_all(client_for(settings), due, clock.now, progress.step, limit=args.limit)
    finally:
        progress.close()
    counted = {"total": len(scenes.registered(*kinds)), "permanent": scenes.permanent_count()}
    print(words("scenes.txt", what="made", outcome=outcome, most=scenes.MOST_PERMANENT, **counted))
    return 3 if outcome.left else 0


def _known(kind: str) -> Iterator[str]:
    return (scenes.scene_string(kind, key) for key, _ in scenes.keys(kind))


def _list(kinds: list[str], at: datetime) -> int:
    for kind in kinds:
        if kind not in scenes.KINDS:
            scene_of(kind, "")
    listed = scenes.listed(*kinds)
    rows = [(scenes.told(code.scene), code, days_left(code, at)) for code in listed]
    values = {"permanent": scenes.permanent_count(), "most": scenes.MOST_PERMANENT}
    print(words("scenes.txt", what="list", rows=rows, kinds=dict(scenes.kinds()), **values))
    return 0


def days_left(code: scenes.Code, at: datetime) -> int | None:
    """Whole days that a temporary code still has, never less than none; None for any other."""
    return max(0, (code.expires - at).days) if code.expires is not None else None


def _number(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST_AT_ONCE:
        raise argparse.ArgumentTypeError(f"1-{MOST_AT_ONCE}")
    return number
