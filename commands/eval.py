"""Send files of sample questions through the webhook as signed messages; print per kind what was answered right."""

import argparse
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from commands import samples
from commands.failing import Failed, complain
from config import Settings

if TYPE_CHECKING:
    from commands.marks import Sheet

HELP = "send questions files through the webhook and print per kind what is answered right, and the stages at fault"
ROOT = Path(__file__).parent.parent
DEMO = ROOT / "demo"
OWN = ROOT / "tests" / "understanding"
HANDED_OVER = "handover"  # a folder of this name beside a file of samples is what they are about
BLIND = "blind"  # in a file's name: whoever reads its failures can't tune by it any more


def arguments(parser: argparse.ArgumentParser) -> None:
    """FILE; where to send it; what to print."""
    parser.add_argument(
        "files", metavar="FILE", nargs="*", type=Path,
        help="samples, one JSON object a line (default: the organisers' and the project's own, one after the other)",
    )  # fmt: skip
    parser.add_argument(
        "--folder", type=Path,
        help=f"the hand-over that is loaded first (default: the folder {HANDED_OVER}/ beside the file, else demo/)",
    )  # fmt: skip
    parser.add_argument(
        "--url", help="send to a running product at this address, as configured, and load nothing; no stage at fault"
    )
    parser.add_argument("--quiet", action="store_true", help="print the numbers only, not the failures")
    parser.add_argument("--open", action="store_true", help="print also the failures of files named blind")
    parser.add_argument(
        "--lines", action="store_true", help="print also what other thresholds would cost, blind files left out"
    )
    parser.add_argument(
        "--at-least",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="exit code 1 when less of any file is right (0.95), or when a private value is told",
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when everything was sent, whatever came back; 1 when a file, the folder or the product is not there, or when a
    file's share is below --at-least, or a reply tells a private value then."""
    from commands import marks  # everything that answers: other commands need not wait for it
    from commands.evaluation import desk
    from commands.lines import Lines

    sheets: list[marks.Sheet] = []
    lines = Lines()
    try:
        asked = [(file, list(samples.read(file))) for file in args.files or _own()]
        for folder, files in groupby(asked, key=lambda each: args.folder or folder_of(each[0])):
            with desk(folder, args.url, settings) as here:
                for file, questions in files:
                    sheets.append(here.evaluated(marks.Sheet(_name(file)), questions))
                    if args.lines and here.table and BLIND not in file.stem:
                        lines.add(here.table, sheets[-1].marks)
                    _tell(sheets[-1], args.quiet or (BLIND in file.stem and not args.open), several=len(asked) > 1)
    except (samples.BadFile, NotADirectoryError, Failed) as error:
        return complain(error)
    except OSError as error:
        return complain(f"{error.filename}: {error.strerror}" if error.filename else error.strerror or error)
    if len(sheets) > 1:
        print(marks.by_file(sheets))
    if args.lines and not args.url:
        print("\n" + lines.told())
    if args.url:
        print("Against a running product the stage at fault can't be told: without --url it can.")
    told = bool(args.at_least) and any(mark.private for sheet in sheets for mark in sheet.marks)
    return int(told or any(sheet.share < args.at_least for sheet in sheets))


def folder_of(file: Path) -> Path:
    """The hand-over that a file of samples is about."""
    beside = file.parent / HANDED_OVER
    return beside if beside.is_dir() else DEMO


def _own() -> list[Path]:
    """The organisers' samples, then the project's own, those about one congress together."""
    return [*sorted(DEMO.glob("*.jsonl")), *sorted(OWN.glob("*.jsonl")), *sorted(OWN.glob("*/*.jsonl"))]


def _name(file: Path) -> str:
    return str(file.resolve().relative_to(ROOT)) if file.resolve().is_relative_to(ROOT) else file.name


def _tell(sheet: "Sheet", closed: bool, several: bool) -> None:
    from commands import marks

    if several:
        print(f"--- {sheet.name}")
    for mark in sheet.marks:
        if (mark.outcome != marks.RIGHT or mark.made_up) and not closed:
            print(marks.failure(mark))
    print(marks.by_kind(sheet) + ("\n" if several else ""), flush=True)
