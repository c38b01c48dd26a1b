"""Private data: the key that they are encrypted with, what is held about one person, what is kept how long."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import models
from clock import Clock
from commands import cleaning
from commands.failing import Failed, complain, failing_plainly
from commands.forgetting import eraser
from commands.menu import somebody
from commands.wording import words
from config import Settings
from congress import privacy, retention
from congress.errors import NotFound
from models import rotation
from wechat.redis_memory import RedisMemory
from wechat.tokens import connected

HELP = "private data: rotate the key, export or erase a person, what is kept how long"
PATIENCE = 0.5  # seconds for dropping what Redis remembers: without the server it ends by itself


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, about whom, and why."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = words("privacy_help.txt")
    parser.add_argument("do", choices=("status", "rotate", "export", "erase", "retention"))
    parser.add_argument("badge", nargs="?", default="", metavar="BADGE")
    parser.add_argument("--json", action="store_true", help="export: as JSON, for a program")
    parser.add_argument("--out", type=Path, metavar="FILE", help="export: into a file that only this user can read")
    parser.add_argument("--reason", default="", metavar="TEXT", help="erase: why, for the audit; no private values")
    parser.add_argument("--yes", action="store_true", help="erase: do not ask")
    parser.add_argument("--by", default="", metavar="NAME", help="who does it, for the audit")
    parser.add_argument("--dry-run", action="store_true", help="retention: show what would go")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when it is done or shown; 1 with the reason on stderr."""
    todo = {"status": _status, "rotate": _rotate, "export": _export, "erase": _erase, "retention": _retention}
    try:
        with failing_plainly(settings):
            models.prove_key()
            return todo[args.do](args, settings)
    except NotFound:
        return complain(words("privacy.txt", what="unknown", badge=args.badge))
    except OSError as error:
        return complain(words("privacy.txt", what="unwritten", out=args.out, why=error.strerror))
    except Failed as error:
        return complain(error)


def _status(args: argparse.Namespace, settings: Settings) -> int:
    erased = models.Delegate.select().where(models.Delegate.erased_at.is_null(False)).count()
    print(words("privacy.txt", what="status", left=rotation.left(), old=len(settings.old_data_keys), erased=erased,
                demo=settings.data_key.startswith("demo-")))  # fmt: skip
    return _show_due(settings)


def _rotate(args: argparse.Namespace, settings: Settings) -> int:
    total, done = sum(rotation.left().values()), 0

    def progress(table: str, rows: int) -> None:
        nonlocal done
        done += rows
        print(words("privacy.txt", what="batch", table=table, done=done, total=max(total, done)), file=sys.stderr)

    rotation.rotate(progress)
    left = rotation.left()
    if left:
        return complain(words("privacy.txt", what="rows_left", left=left))
    print(words("privacy.txt", what="rotated", done=done, old=len(settings.old_data_keys)))
    return 0


def _export(args: argparse.Namespace, settings: Settings) -> int:
    if not args.badge:
        return complain(words("privacy.txt", what="usage", do=args.do))
    held = privacy.export(args.badge.upper(), _now(settings), _by(args))
    text = json.dumps(held, ensure_ascii=False, indent=2) if args.json else words("privacy_export.txt", held=held)
    if args.out is None:
        print(text)
        return 0
    with os.fdopen(os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text + "\n")
    print(words("privacy.txt", what="exported", badge=held["badge"], out=args.out))
    return 0


def _erase(args: argparse.Namespace, settings: Settings) -> int:
    badge = args.badge.upper()
    if not badge:
        return complain(words("privacy.txt", what="usage", do=args.do))
    if not models.Delegate.select().where(models.Delegate.badge == badge).exists():
        raise NotFound(badge)
    if not args.yes:
        if not sys.stdin.isatty():
            return complain(words("privacy.txt", what="unsure"))
        print(words("privacy.txt", what="ask", badge=badge))
        if input("> ").strip().upper() != badge:
            return complain(words("privacy.txt", what="not_erased"))
    memory = RedisMemory(settings.redis, settings.session_ttl, 2 * settings.replay_window, PATIENCE)
    erase = eraser(memory, lambda: connected(settings.redis), embedded=settings.embedded_redis)
    erased = erase(badge, _by(args), _now(settings), args.reason)
    memory.stop()
    print(words("privacy.txt", what="erased", badge=badge, rows={name: n for name, n in erased.rows.items() if n}))
    return 0


def _retention(args: argparse.Namespace, settings: Settings) -> int:
    if args.dry_run:
        return _show_due(settings)
    at, taken = _now(settings), dict[str, int]()

    def progress(kind: str, rows: int) -> None:
        taken[kind] = taken.get(kind, 0) + rows
        print(f"{retention.kinds()[kind].what} {taken[kind]}", file=sys.stderr)

    retention.sweep(at, progress, by_hand=True)
    files = cleaning.old_reports(settings.data / "reports", at)
    for file in files:
        file.unlink(missing_ok=True)
    print(words("privacy.txt", what="swept", rows=sum(taken.values()), files=len(files)))
    return 0


def _show_due(settings: Settings) -> int:
    at = _now(settings)
    due: dict[str, Any] = dict(retention.due(at))
    due[retention.FILES] = len(cleaning.old_reports(settings.data / "reports", at))
    print(words("privacy.txt", what="due", kinds=tuple(retention.kinds().values()), due=due))
    return 0


def _now(settings: Settings) -> Any:
    return Clock(settings.clock_start, settings.clock_file).now()


def _by(args: argparse.Namespace) -> str:
    return f"cli:{args.by or somebody()}"
