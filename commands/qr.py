"""Make the picture of a code: created on the platform if need be, with a caption in Chinese."""

import argparse
from pathlib import Path

from clock import Clock
from commands import codes
from commands.codes import NoSuchScene
from commands.failing import Failed, complain, failing_plainly
from commands.wording import words
from config import Settings
from congress import scenes

HELP = "make the picture of a code (PNG, SVG)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """KIND, KEY and the file to write."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = words("kinds.txt", kinds=dict(scenes.kinds()))
    parser.add_argument("kind", metavar="KIND")
    parser.add_argument("key", metavar="KEY")
    parser.add_argument("--out", metavar="FILE.png|FILE.svg", type=Path, required=True)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when the picture is written; 1 with one line on stderr."""
    from commands import paper, press  # draw: not needed by the other commands
    from server import client_for

    suffix = args.out.suffix.lower()
    if suffix not in (".png", ".svg"):
        return complain(words("qr.txt", what="suffix", out=args.out))
    try:
        with failing_plainly(settings):
            wanted = codes.scene_of(args.kind, args.key)
            clock = Clock(settings.clock_start, settings.clock_file)
            code = codes.ensure(client_for(settings), wanted, clock.now())
            picture = press.picture_of(wanted, code.url, suffix, paper.LOGO)
        args.out.write_bytes(picture)
    except (Failed, NoSuchScene) as error:
        return complain(error)
    except OSError as error:
        return complain(words("qr.txt", what="unwritten", out=args.out, why=error.strerror))
    print(words("qr.txt", what="saved", out=args.out, code=code, scene=scenes.told(wanted)))
    return 0
