"""Loads a hand-over folder: the organisers' xlsx, docx and Markdown files as they are."""

import argparse
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import peewee
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

import congress.handover
import handover
import models
import union.handover
from clock import Clock
from commands.wording import words
from config import Settings
from congress.notices import changes
from handover import wording
from wechat.memory import Unreachable
from wechat.redis_memory import RedisMemory

HELP = "load the files of a hand-over folder and report what became of every row"
KINDS = (*congress.handover.KINDS, *union.handover.KINDS)
PATIENCE = 0.5  # seconds for telling it: without the server, processes look at the table once a second


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder as staff send it")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
    parser.add_argument("--quiet-notices", action="store_true", help="tell nobody that the schedule changed")
    parser.add_argument("--all", action="store_true", help="show every line of the report, not the first of each kind")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0: every file was read; 1: some could not be, or the database is not there; 2: no such folder."""
    console = Console(soft_wrap=True, highlight=False)
    if not args.folder.is_dir():
        Console(stderr=True).print(wording.phrase("no_folder", folder=args.folder), markup=False)
        return 2
    now, grace = Clock(settings.clock_start, settings.clock_file).now, timedelta(seconds=settings.notice_grace)
    try:
        prepare(settings, dry_run=args.dry_run)
        report = load(
            args.folder, media=settings.data / "media", at=now(), dry_run=args.dry_run, quiet=args.quiet_notices,
            grace=grace, now=now,
        )  # fmt: skip
        told = changes.released(report.told, now(), grace)
    except models.NoKey:
        Console(stderr=True, soft_wrap=True).print(words("failed.txt", what="key"), markup=False)
        return 1
    except peewee.PeeweeException as error:
        Console(stderr=True).print(wording.phrase("no_database"), f"({type(error).__name__})", markup=False)
        return 1
    finally:
        models.close()
    if report.changed and not report.dry_run:
        announce(settings, report.revision)
    path = None
    if not report.dry_run:
        try:
            path = write(report, settings.data / "reports")
        except OSError:
            folder = settings.data / "reports"
            Console(stderr=True).print(wording.phrase("no_report", folder=folder), markup=False)
    console.print(wording.summary(report, path, everything=args.all), end="")
    if told.told or args.quiet_notices:
        said = words("told.txt", told=told, dry_run=report.dry_run, quiet=args.quiet_notices)
        console.print(said, markup=False)
    return 1 if report.failed else 0


def prepare(settings: Settings, *, dry_run: bool) -> None:
    """Bind the tables; a dry run before there are any compares with empty ones in memory."""
    models.unlock(settings.data_key, settings.old_data_keys)
    kept_in_file = settings.database.startswith("sqlite")
    if dry_run and kept_in_file and not Path(settings.database.split("///", 1)[1]).exists():
        models.bind("sqlite:///:memory:")
        models.migrate()
        return
    models.bind(settings.database)
    if not dry_run:
        models.migrate(settings.data / "migrate.lock")
    elif not models.Revision.table_exists():
        models.close()
        models.bind("sqlite:///:memory:")
        models.migrate()


def load(
    folder: Path, *, media: Path, at: datetime, dry_run: bool = False, quiet: bool = False,
    grace: timedelta = timedelta(0), now: Callable[[], datetime] | None = None,
) -> handover.Report:  # fmt: skip
    """Load with a progress bar; all kinds that the congress and the union take."""
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        begun: list[str] = []

        def progress(source: str, share: float, count: int) -> None:
            if source not in begun:
                begun.append(source)
            bar.update(task, description=source, completed=len(begun) - 1 + share, total=count)

        return handover.load(
            folder, KINDS, media=media, at=at, dry_run=dry_run, quiet=quiet, grace=grace, now=now, progress=progress
        )


def announce(settings: Settings, revision: int) -> None:
    """Tell running processes of new content with their next message; without Redis they look for themselves."""
    memory = RedisMemory(settings.redis, settings.session_ttl, 2 * settings.replay_window, PATIENCE)
    with contextlib.suppress(Unreachable):
        memory.publish_revision(revision)
    memory.stop()


def write(report: handover.Report, folder: Path) -> Path:
    """Write the whole report, for the operator's eyes alone. OSError when the folder can't be written."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{report.at:%Y%m%d-%H%M%S}"
    number = 1
    path = folder / f"{name}.txt"
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.txt"
    path.touch(mode=0o600)
    path.write_text(wording.full(report), encoding="utf-8")
    return path
