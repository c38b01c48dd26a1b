"""Play the whole demo congress through the stand-in against the running product, and report."""

import argparse
import json
import signal
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from config import Settings

HELP = "play the demo congress against a product of its own, with faults, and report"
DOCS = Path(__file__).parent.parent / "docs"
SHORT = 60  # people of a short rehearsal


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many, how fast, and where the report goes."""
    parser.add_argument("--people", type=_many, metavar="N", help="delegates (default: 620, or 60 with --short)")
    parser.add_argument("--speed", type=float, metavar="N", help="N times real time (default: as fast as it may)")
    parser.add_argument(
        "--short", action="store_true", help="few people, short faults, a minute and a half; times don't count"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="draws who does what when (default: 1)")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="default: rehearsal/<date>/ in the data folder")
    parser.add_argument("--docs", action="store_true", help="also write docs/rehearsal.md with its plots")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when everything wanted was reached (of a short one without its times), 1 when not or when the product could not
    be started, 130 after Ctrl-C."""
    from rehearsal import report
    from rehearsal.performance import perform
    from rehearsal.plan import REAL
    from supervision.checks import CannotStart
    from supervision.keeper import Hopeless

    args.people = args.people or (SHORT if args.short else REAL)
    console, steps = Console(highlight=False, soft_wrap=True), report.words()["steps"]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        figures = perform(args, settings, console, lambda step: console.print(f"… {steps[step]}", markup=False))
    except (Hopeless, CannotStart, RuntimeError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    at = datetime.now(UTC)
    folder = args.out or settings.data / "rehearsal" / f"{at:%Y%m%d-%H%M%S}"
    command = _again(args)
    page = report.write(figures, folder, command, at)
    (folder / "figures.json").write_text(json.dumps(asdict(figures), ensure_ascii=False, indent=1), encoding="utf-8")
    if args.docs:
        report.publish(figures, DOCS, command, at)
    console.print(report.summary(figures, page), markup=False)
    if not figures.complete:
        return 130
    return 0 if figures.is_reached(args.short) else 1


def _many(text: str) -> int:
    number = int(text)
    if not 10 <= number <= 10_000:
        raise argparse.ArgumentTypeError("10 to 10,000 people")
    return number


def _again(args: argparse.Namespace) -> str:
    given = [f"--people {args.people}", f"--seed {args.seed}"]
    given += ["--short"] * args.short + ["--docs"] * args.docs
    given += [f"--speed {args.speed:g}"] if args.speed else []
    return f"python server.py rehearse {' '.join(given)}"
