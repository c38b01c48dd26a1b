"""Check-in from a terminal: what is open, who came, and the same that staff do at a desk."""

import argparse
import os
import secrets
from datetime import datetime
from pathlib import Path

from clock import Clock
from commands.failing import Failed, complain, failing_plainly
from commands.menu import somebody
from commands.wording import words
from config import Settings
from congress import audit, delegates
from congress.checkin import arrivals, board, expected, export, stages
from congress.errors import Conflict, Invalid, NotFound

HELP = "check-in: its stages, the board of one, check somebody in, take it back, export as xlsx"
WITH = {"board": ("STAGE",), "arrive": ("STAGE", "BADGE"), "undo": ("STAGE", "BADGE"), "admit": ("NUMBER",)}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with what, and why."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = words("checkin_help.txt")
    parser.add_argument("do", choices=("stages", "board", "arrive", "undo", "admit", "export"))
    parser.add_argument("what", nargs="*", metavar="STAGE|BADGE|NUMBER|FILE.xlsx")
    parser.add_argument("--desk", default="", metavar="KEY", help="arrive: at which desk")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; undo and admit need it")
    parser.add_argument("--by", default="", metavar="NAME", help="who does it, for the audit")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when it is done or shown; 1 with the reason on stderr, also when somebody is not checked in."""
    clock = Clock(settings.clock_start, settings.clock_file)
    try:
        with failing_plainly(settings):
            return _do(args, f"cli:{args.by or somebody()}", clock.now())
    except NotFound as error:
        return complain(words("checkin.txt", what="unknown", do=args.do, asked=error))
    except Invalid as error:
        return complain(words("checkin.txt", what=str(error)))
    except Conflict:
        return complain(words("checkin.txt", what="conflict"))
    except Failed as error:
        return complain(error)


def _do(args: argparse.Namespace, by: str, at: datetime) -> int:
    if len(args.what) != len(WITH.get(args.do, args.what)) or (args.do == "export" and not args.what):
        return complain(words("checkin.txt", what="usage"))
    match args.do:
        case "stages":
            found = [(each, len(arrivals.arrived(each.key)), len(expected.at(each))) for each in stages.all()]
            values = {"desks": stages.desks(), "strays": board.strays(), "desk_name": stages.desk_name}
            print(words("checkin.txt", what="stages", rows=found, at=at, **values))
        case "board":
            print(words("checkin.txt", what="board", board=board.board(args.what[0], at), desk_name=stages.desk_name))
        case "arrive":
            return _arrive(args, by, at)
        case "undo":
            badge = delegates.numbered(args.what[1].upper())
            seen = arrivals.undo(args.what[0], badge, by, args.reason, at)
            print(words("checkin.txt", what="undone", badge=badge, seen=seen, desk_name=stages.desk_name))
        case "admit":
            if not (args.what[0].isascii() and args.what[0].isdecimal() and len(args.what[0]) < 10):
                raise NotFound(args.what[0])
            arrival = arrivals.admit(int(args.what[0]), by, args.reason, at)
            print(words("checkin.txt", what="arrival", arrival=arrival, desk_name=stages.desk_name))
        case _:
            return _export(args, by, at)
    return 0


def _arrive(args: argparse.Namespace, by: str, at: datetime) -> int:
    badge = delegates.numbered(args.what[1].upper())
    if args.desk:
        stages.desk(args.desk)
    mark = f"cli:{secrets.token_hex(8)}"
    arrival = arrivals.arrive(args.what[0], badge, at, mark=mark, desk=args.desk, by=by, how="cli")
    told = words("checkin.txt", what="arrival", arrival=arrival, desk_name=stages.desk_name)
    if arrival.outcome is arrivals.Outcome.REFUSED:
        return complain(told)
    print(told)
    return 0


def _export(args: argparse.Namespace, by: str, at: datetime) -> int:
    file, keys = Path(args.what[0]), args.what[1:] or [each.key for each in stages.all()]
    if file.suffix.lower() != ".xlsx":
        return complain(words("checkin.txt", what="suffix", file=file))
    content = export.xlsx(keys, at)
    audit.note(by, "checkin.export", "", at, " ".join(keys))
    try:
        _write(file, content)
    except OSError as error:
        return complain(words("checkin.txt", what="unwritten", file=file, why=error.strerror))
    print(words("checkin.txt", what="exported", file=file, count=len(keys)))
    return 0


def _write(file: Path, content: bytes) -> None:
    """There are names in it: nobody else on this machine may read it, also when it stands in another's place."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        os.fchmod(out.fileno(), 0o600)
        out.write(content)
