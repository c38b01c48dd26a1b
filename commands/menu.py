"""The account's menus: check the files, show what would change, publish, go back to an earlier state."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from clock import Clock
from commands import menus
from commands.failing import Failed, complain, failing_plainly
from commands.wording import words
from config import Settings
from congress import menu_versions
from congress.errors import NotFound
from menus import difference, files, forms, publishing
from menus.forms import Menus

HELP = "check, compare, publish or roll back the account's menus"
RED, GREEN, BOLD, OFF = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which files."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = words("menu_help.txt")
    parser.add_argument("do", choices=("check", "diff", "publish", "rollback", "versions", "show"), help="see below")
    parser.add_argument("number", nargs="?", type=int, metavar="NUMBER", help="rollback: to this version")
    parser.add_argument("--file", metavar="PATH", type=Path, default=files.FOLDER, help="a menu file, or a folder")
    parser.add_argument("--by", default="", metavar="NAME", help="who does it, for the list of versions")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 if all is well (for diff and show: also when the platform has other menus); 1 with the reasons on stderr."""
    clock = Clock(settings.clock_start, settings.clock_file)
    if args.number is not None and args.do != "rollback":
        return complain(words("menu.txt", what="stray_number", do=args.do, number=args.number))
    try:
        if args.do in ("check", "diff", "publish"):
            wanted = menus.wanted(args.file, settings.web_url)
            if args.do == "check":
                print(words("menu.txt", what="fine", parts=difference.compare(wanted, wanted), **colours()))
                return 0
        with failing_plainly(settings):
            if args.do == "versions":
                return _versions()
            if args.do == "rollback":
                version = menu_versions.version(args.number)
                wanted = forms.loaded(version.menus)
                if args.number is None and wanted.default is None:
                    return complain(words("menu.txt", what="would_empty", number=version.number))
                args.number = version.number
            return _with_platform(args, settings, wanted if args.do != "show" else None, clock.now)
    except NotFound as error:
        return complain(words("menu.txt", what="no_version", number=str(error)))
    except publishing.NotPublished as error:
        return complain(words("menu.txt", what="failed", why=error.__cause__, restored=error.restored))
    except (Failed, menus.BadMenus) as error:
        return complain(error)


def _with_platform(
    args: argparse.Namespace, settings: Settings, wanted: Menus | None, now: Callable[[], datetime]
) -> int:
    from server import client_for

    client = client_for(settings)
    present = publishing.present(client)
    if wanted is None:
        print(words("menu.txt", what="shown", parts=difference.compare(present, present), **colours()))
        return 0
    values = {
        "parts": difference.compare(present, wanted), "reordered": difference.is_reordered(present, wanted),
        "same": present == wanted,
    }  # fmt: skip
    print(words("menu.txt", what="difference", do=args.do, **values, **colours()), flush=True)
    if args.do == "diff" or present == wanted:
        return 0
    why = "publish" if args.do == "publish" else f"{menu_versions.ROLLBACK} {args.number}"
    number = menus.replace(client, present, wanted, now(), args.by or somebody(), why)
    print(words("menu.txt", what="published", number=number, emptied=wanted.default is None))
    return 0


def _versions() -> int:
    rows = [(each, forms.loaded(each.menus)) for each in menu_versions.versions()]
    print(words("menu.txt", what="versions", rows=rows))
    return 0


def somebody() -> str:
    """Who runs this, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return str(os.getuid())


def colours() -> dict[str, str]:
    """The codes of a terminal; empty where the output goes to a file, or where NO_COLOR asks for none."""
    plain = not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))
    return dict.fromkeys(("red", "green", "bold", "off"), "") if plain else {
        "red": RED, "green": GREEN, "bold": BOLD, "off": OFF,
    }  # fmt: skip
