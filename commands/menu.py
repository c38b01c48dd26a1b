"""The account's menu: check the file, publish it, or show what the platform has."""

import argparse
from pathlib import Path

from commands.failing import Failed, complain, failing_plainly
from commands.wording import words
from config import Settings
from menus import publishing

HELP = "check, publish or show the account's menu"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and which file."""
    parser.add_argument("do", choices=("check", "publish", "show"))
    parser.add_argument("--file", metavar="FILE.yaml", type=Path, default=publishing.DEFAULT)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 if all is well (for show: also when the platform has another menu); 1 with the reasons on stderr."""
    from server import client_for

    base = settings.web_url
    try:
        columns = publishing.read(args.file)
    except publishing.BadMenu as error:
        return complain(words("menu.txt", what="unreadable", why=error))
    if found := publishing.problems(columns, base):
        return complain(words("menu.txt", what="problems", problems=found))
    wanted = publishing.tree(columns, base)
    if args.do == "check":
        print(words("menu.txt", what="fine", buttons=wanted["button"]))
        return 0
    try:
        with failing_plainly(settings):
            client = client_for(settings)
            if args.do == "publish":
                publishing.publish(client, columns, base)
                print(words("menu.txt", what="published", buttons=wanted["button"]))
                return 0
            published = client.menu()
    except Failed as error:
        return complain(error)
    shown = (published or {}).get("menu", published or {}).get("button", [])
    differs = publishing.differs(published, wanted)
    print(words("menu.txt", what="shown", buttons=shown, differs=differs))
    return 0
