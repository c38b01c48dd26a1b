"""Print codes: posters for the desks, sheets for the delegations, labels for the badges, single pictures."""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clock import Clock
from commands import codes
from commands.codes import NoSuchScene
from commands.failing import Failed, complain, failing_plainly
from commands.progress import Progress
from commands.wording import words
from config import Settings
from congress import scenes
from supervision.preparation import is_demo

HELP = "print posters, delegation sheets and badge labels (PDF), single codes (PNG, SVG, PDF)"
LOGO = Path(__file__).parent.parent / "static" / "logo.png"
PICTURES = (".png", ".svg", ".pdf")


class CannotPrint(Failed):
    """Nothing was printed; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Look:
    """What all pages of one run share."""

    congress: str
    logo: Path | None
    spare: Path | None
    mark: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to print, of which, and how."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = words("paper/help.txt")
    kinds = parser.add_subparsers(dest="what", required=True, metavar="posters|delegations|badges|code")
    for name, rest in (("posters", "KEY[=NAME]"), ("delegations", "NAME"), ("badges", "NAME|BADGE"), ("code", "")):
        one = kinds.add_parser(name, formatter_class=argparse.RawDescriptionHelpFormatter, epilog=parser.epilog)
        if rest:
            one.add_argument("only", metavar=rest, nargs="*", help="all unless some are named")
        else:
            one.add_argument("kind", metavar="KIND")
            one.add_argument("key", metavar="KEY")
        if name == "badges":
            one.add_argument("--per-page", type=int, choices=(8, 10), default=8, help="labels on an A4 page")
        one.add_argument("--out", metavar="FILE", type=Path, required=True)
        one.add_argument("--logo", metavar="FILE", type=Path, default=LOGO, help="a square picture, PNG or JPEG")
        one.add_argument("--no-logo", dest="logo", action="store_const", const=None, help="codes without a logo")
        one.add_argument("--font", metavar="FILE", type=Path, help="a font for characters that ours lacks")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when the file is written; 1 with the reason on stderr, and nothing written."""
    from commands import press, printing  # draw: not needed by the other commands

    try:
        look = _look(args, settings)
        with failing_plainly(settings):
            job = printing.JOBS[args.what](args, look)
            heading = [("congress_name", look.congress)] if args.out.suffix.lower() == ".pdf" else []
            press.check([*heading, *job.texts], look.spare)
            made = _codes(settings, job.wanted)
            content = job.draw(made, look)
        _write(args.out, content)
    except (Failed, NoSuchScene) as error:
        return complain(error)
    temporary = [scenes.told(code.scene) for code in made.values() if code.expires]
    print(words(
        "paper/told.txt", what="saved", out=args.out, command=args.what, pages=job.pages, count=len(job.wanted),
        temporary=temporary[:5], nameless=job.nameless,
    ))  # fmt: skip
    return 0


def _look(args: argparse.Namespace, settings: Settings) -> Look:
    from paper import document, picture

    suffixes = PICTURES if args.what == "code" else (".pdf",)
    if args.out.suffix.lower() not in suffixes:
        raise CannotPrint(words("paper/told.txt", what="suffix", out=args.out, suffixes=suffixes))
    if args.logo and not picture.is_picture(args.logo):
        raise CannotPrint(words("paper/told.txt", what="logo", file=args.logo))
    if args.font and not document.embeds(args.font):
        raise CannotPrint(words("paper/told.txt", what="font", file=args.font))
    mark = words("paper/said.txt", what="mark") if is_demo(settings) else ""
    return Look(settings.congress_name, args.logo, args.font, mark)


def _codes(settings: Settings, wanted: Iterable[str]) -> dict[str, scenes.Code]:
    """The code of every scene, made on the platform if need be. CannotPrint when it can't make them all now."""
    from server import client_for

    asked = list(dict.fromkeys(wanted))
    clock = Clock(settings.clock_start, settings.clock_file)
    progress = Progress(len(asked))
    progress_words = words("paper/said.txt", what="making")
    try:
        outcome = codes.ensure_all(client_for(settings), asked, clock.now, lambda scene: progress.step(progress_words))
    finally:
        progress.close()
    if outcome.left or outcome.refused:
        why, left = (outcome.why, outcome.left) if outcome.left else ("refused", outcome.refused)
        raise CannotPrint(words("paper/told.txt", what="stopped", why=why, left=left))
    known = {code.scene: code for code in scenes.registered()}
    return {scene: known[scene] for scene in asked}


def _write(out: Path, content: bytes) -> None:
    """Whole or not at all: a print that is under way keeps the file it has."""
    beside = out.with_name(out.name + ".part")
    try:
        beside.write_bytes(content)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CannotPrint(words("paper/told.txt", what="unwritten", out=out, why=error.strerror)) from None
