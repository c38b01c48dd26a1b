"""Accounts of those who work in the console."""

import argparse

from clock import Clock
from commands.failing import Failed, complain, failing_plainly
from commands.menu import somebody
from commands.wording import words
from config import Settings
from congress import staff, staff_desk
from congress.errors import Conflict, Invalid, NotFound

HELP = "who may work in the console: add, list, disable, enable, reset, role"
ROLES = ("desk", "office", "owner")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with whom."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = words("user_help.txt")
    parser.add_argument("do", choices=("add", "list", "disable", "enable", "reset", "role"))
    parser.add_argument("login", nargs="?", default="", metavar="LOGIN")
    parser.add_argument("--role", choices=ROLES, help="add, role: what the account may do")
    parser.add_argument("--name", default="", metavar="NAME", help="add: how colleagues call them")
    parser.add_argument("--owner", action="store_true", help="add, role: an office account that manages the others")
    parser.add_argument("--by", default="", metavar="NAME", help="who does it, for the audit")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when it is done or shown; 1 with the reason on stderr."""
    try:
        with failing_plainly(settings):
            return _do(args, settings)
    except NotFound:
        return complain(words("user.txt", what="unknown", login=args.login))
    except (Invalid, Conflict) as error:
        return complain(words("user.txt", what=str(error), login=args.login))
    except Failed as error:
        return complain(error)


def _do(args: argparse.Namespace, settings: Settings) -> int:
    clock = Clock(settings.clock_start, settings.clock_file)
    by, at = f"cli:{args.by or somebody()}", clock.now()
    if args.do == "list":
        print(words("user.txt", what="list", rows=staff.everyone()))
        return 0
    if not args.login:
        return complain(words("user.txt", what="usage"))
    owner = args.owner or args.role == "owner"
    role = "office" if owner else args.role
    if args.do in ("add", "role") and role is None:
        return complain(words("user.txt", what="role"))
    password = ""
    if args.do == "add":
        password = staff_desk.add(args.login, args.name, role, by, at, owner=owner)
    elif args.do == "reset":
        password = staff_desk.reset(args.login, by, at)
    elif args.do == "role":
        staff_desk.give_role(args.login, role, by, at, owner=owner)
    else:
        (staff_desk.close if args.do == "disable" else staff_desk.reopen)(args.login, by, at)
    login = staff.spelled(args.login)
    print(
        words(
            "user.txt", what="done", do=args.do, login=login, password=password, address=f"{settings.web_url}/console"
        )
    )
    return 0
