"""Show how often each code was scanned, or write it as a table for a spreadsheet."""

import argparse
import csv
from pathlib import Path

from commands.codes import caption
from commands.failing import Failed, complain, failing_plainly
from commands.wording import words
from config import Settings
from congress import scans, scenes
from congress.scans import Count

HELP = "how often each code was scanned"
LISTED = 20  # so many codes without a scan are shown on the terminal; badges alone are hundreds
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take such a cell for a formula


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether hour by hour, and where to."""
    parser.add_argument("--hours", action="store_true", help="one line for each code and hour")
    parser.add_argument("--csv", metavar="FILE.csv", type=Path, help="write a table for a spreadsheet instead")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 with a line for each code on the list or scanned; 1 when the database can't be read or the file written."""
    try:
        with failing_plainly(settings):
            counts = scans.hourly() if args.hours else _all()
            titles = {scene: caption(scene) for scene in dict.fromkeys(each.scene for each in counts)}
    except Failed as error:
        return complain(error)
    rows = [(each, " ".join(titles[each.scene][:2] if each.scene.startswith("desk_") else titles[each.scene][:1]))
            for each in counts]  # fmt: skip
    if args.csv is None:
        idle = [each for each, _ in rows if not each.total]
        if len(idle) > LISTED:
            rows = [(each, title) for each, title in rows if each.total]
        print(words("scans.txt", rows=rows, hours=args.hours, idle=len(idle) if len(idle) > LISTED else 0))
        return 0
    try:
        write(args.csv, rows, args.hours)
    except OSError as error:
        return complain(words("qr.txt", what="unwritten", out=args.csv, why=error.strerror))
    print(words("scans.txt", rows=rows, hours=args.hours, out=args.csv))
    return 0


def _all() -> tuple[Count, ...]:
    counts = scans.counts()
    scanned = {each.scene for each in counts}
    listed = dict.fromkeys(scenes.shown(code.scene) for code in scenes.listed())
    return counts + tuple(Count(scene, 0, 0) for scene in listed if scene not in scanned)


def write(file: Path, rows: list[tuple[Count, str]], hours: bool) -> None:
    """The table as CSV, with the mark by which spreadsheets see that it is UTF-8. Raises OSError."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(words("scans.csv.txt", hours=hours).split(","))
        for each, title in rows:
            hour = [each.hour.strftime("%Y-%m-%d %H:00")] if each.hour else []
            table.writerow([*hour, each.scene, _plain(title), each.total, each.first, each.repeat])


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(RISKY) else text
