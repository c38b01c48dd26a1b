"""Bindings of delegates as staff see and mend them."""

import argparse

from clock import Clock
from commands.failing import Failed, complain, failing_plainly
from commands.menu import somebody
from commands.wording import words
from config import Settings
from congress import binding_desk, binding_flags
from congress.errors import Conflict, Invalid, NotFound
from web.observing import short

HELP = "who is bound to which badge; second claims and locks; move, release, unlock"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with what, and why."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = words("binding_help.txt")
    parser.add_argument("do", choices=("list", "flags", "move", "release", "unlock"))
    parser.add_argument("what", nargs="?", default="", metavar="FLAG|BADGE")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; move and release need it")
    parser.add_argument("--by", default="", metavar="NAME", help="who does it, for the audit")
    parser.add_argument("--all", action="store_true", help="flags: also those that are closed")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when it is done or shown; 1 with the reason on stderr."""
    try:
        with failing_plainly(settings):
            return _do(args, Clock(settings.clock_start, settings.clock_file))
    except NotFound:
        return complain(words("binding.txt", what="unknown", do=args.do, asked=args.what))
    except Invalid as error:
        return complain(words("binding.txt", what=str(error), do=args.do))
    except Conflict:
        return complain(words("binding.txt", what="conflict"))
    except Failed as error:
        return complain(error)


def _do(args: argparse.Namespace, clock: Clock) -> int:
    by, at = f"cli:{args.by or somebody()}", clock.now()
    if args.do == "list":
        bound = [*binding_desk.bindings(), *binding_desk.mini_bindings()]
        rows = [(each, short(each.openid)) for each in sorted(bound, key=lambda each: (each.badge, each.miniprogram))]
        print(words("binding.txt", what="list", rows=rows))
        return 0
    if args.do == "flags":
        found = [(each, short(each.openid)) for each in binding_flags.flags(closed=args.all)]
        print(words("binding.txt", what="flags", rows=found))
        return 0
    if not args.what:
        return complain(words("binding.txt", what="usage"))
    badge = args.what.upper()
    if args.do == "move":
        if not (args.what.isascii() and args.what.isdecimal()):
            raise NotFound(args.what)
        badge = binding_desk.move(int(args.what), args.reason, by, at).badge
    elif args.do == "release":
        binding_desk.release(badge, args.reason, by, at)
    else:
        binding_desk.unlock(badge, args.reason, by, at)
    print(words("binding.txt", what="done", do=args.do, asked=badge))
    return 0
