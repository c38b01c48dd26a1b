"""The command line: one module a command, each with HELP, arguments(parser) and run(args, settings) -> exit code."""

import argparse
import importlib
import os
import sys

import config

# Order is the order of --help. A module is imported only when its command is asked for, except for its help line.
COMMANDS = (
    "load", "scene", "qr", "paper", "scans", "binding", "notice", "checkin", "followers", "user", "menu", "setup",
    "eval", "explain", "privacy", "check", "rehearse", "migrate",
)  # fmt: skip

INTERRUPTED, UNREAD = 130, 141  # exit codes as shells give them: Ctrl-C; nobody reads the output any more


def main(argv: list[str] | None = None) -> int:
    """Run one command; errors of the configuration are one clear line each, exit code 2.

    Ctrl-C is one line too, exit code 130; a reader like `head` that has enough is none, exit code 141.
    """
    parser = argparse.ArgumentParser(prog="server.py", description="信息小助手: the Congress Assistant's command line")
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = importlib.import_module(f"commands.{name}")
        module.arguments(choices.add_parser(name, help=module.HELP, description=module.__doc__))
    args = parser.parse_args(argv)
    try:
        settings = config.load()
    except config.BadConfiguration as error:
        print(error, file=sys.stderr)
        return 2
    try:
        code = int(importlib.import_module(f"commands.{args.command}").run(args, settings) or 0)
        sys.stdout.flush()
    except KeyboardInterrupt:
        from commands.wording import words

        print("\n" + words("interrupted.txt", command=args.command, do=getattr(args, "do", "")), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it closes it
        return UNREAD
    return code
