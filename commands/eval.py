"""Send files of sample questions through the webhook as signed messages; print per kind what was answered right."""

import argparse
import contextlib
from collections.abc import Iterator, Sequence
from itertools import count, groupby
from pathlib import Path
from urllib.request import Request, urlopen

from commands import marks, private, samples
from commands.bound import GUEST, bound
from commands.failing import Failed, complain, failing_plainly
from commands.faults import Faults
from commands.floor import Floor, floor
from commands.lines import Lines
from commands.marks import Mark, Sheet
from commands.private import Private
from commands.progress import Progress
from commands.samples import Sample
from commands.scratch import product
from commands.sending import Post, Sender
from config import Settings
from wechat.router import Table

HELP = "send questions files through the webhook and print per kind what is answered right, and the stages at fault"
ROOT = Path(__file__).parent.parent
DEMO = ROOT / "demo"
OWN = ROOT / "tests" / "understanding"
HANDED_OVER = "handover"  # a folder of this name beside a file of samples is what they are about
BLIND = "blind"  # in a file's name: whoever reads its failures can't tune by it any more
WEBHOOK = "/wechat"
LONG = 100  # samples of a file whose progress is shown


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
        "--at-least", type=float, default=0.0, metavar="SHARE", help="exit code 1 when less of any file is right (0.95)"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when everything was sent, whatever came back; 1 when a file, the folder or the product is not there, or when a
    file's share is below --at-least."""
    sheets: list[Sheet] = []
    lines = Lines()
    try:
        asked = [(file, list(samples.read(file))) for file in args.files or _own()]
        for folder, files in groupby(asked, key=lambda each: args.folder or folder_of(each[0])):
            with _desk(folder, args.url, settings) as desk:
                for file, questions in files:
                    sheets.append(desk.evaluated(Sheet(_name(file)), questions))
                    if args.lines and desk.table and BLIND not in file.stem:
                        lines.add(desk.table, sheets[-1].marks)
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
    return int(any(sheet.share < args.at_least for sheet in sheets))


def folder_of(file: Path) -> Path:
    """The hand-over that a file of samples is about."""
    beside = file.parent / HANDED_OVER
    return beside if beside.is_dir() else DEMO


class Desk:
    """Where samples are sent, and what is needed to judge the replies."""

    def __init__(self, sender: Sender, floor: Floor, private: Private, table: Table | None) -> None:
        """`table` is None where the handlers can't be asked again."""
        self._sender, self._floor, self._private, self.table = sender, floor, private, table
        self._faults = Faults(table) if table else None
        self._numbers = count()

    def evaluated(self, sheet: Sheet, questions: Sequence[Sample]) -> Sheet:
        """The sheet with a mark for each sample."""
        progress = Progress(len(questions)) if len(questions) > LONG else None
        for sample in questions:
            sheet.marks.append(self._marked(sample))
            if progress:
                progress.step(sheet.name)
        if progress:
            progress.close()
        return sheet

    def _marked(self, sample: Sample) -> Mark:
        openid = f"oEVAL{next(self._numbers):023d}"  # a new person for each: none is understood through another
        with bound(self._sender, openid, sample):
            for earlier in sample.before:
                self._sender.send(openid, sample.at, earlier)
            reply = self._sender.send(openid, sample.at, sample.say)
            own = "" if sample.who == GUEST else sample.who
            told = self._private.inside(reply, own, str((*sample.before, sample.say)))
            asked_for = tuple(value for value in sample.leaked(reply) if self._private.is_one(value, own))
            mark = Mark(sample, reply, tuple(dict.fromkeys((*told, *asked_for))))
            fault = None
            if mark.outcome != marks.RIGHT and self._faults:
                fault = self._faults.of(sample, openid, reply, mark.private)
        return Mark(sample, reply, mark.private, fault, marks.outcome(sample, self._floor.reply(sample.say)))


@contextlib.contextmanager
def _desk(folder: Path, url: str | None, settings: Settings) -> Iterator[Desk]:
    import handlers

    if url:
        with failing_plainly(settings):
            yield Desk(Sender(settings, _over_http(url)), floor(), _private(), None)
        return
    with product(folder) as scratch:
        sender = Sender(scratch, _in_process(scratch))
        with failing_plainly(scratch):
            yield Desk(sender, floor(), _private(), Table(handlers.ROUTERS))


def _private() -> Private:
    from handlers.facts import index

    public = "\n".join(text for fact in index().facts for text in (*fact.names, *fact.places, *fact.texts))
    return Private(private.roster(), public)


def _own() -> list[Path]:
    """The organisers' samples, then the project's own, those about one congress together."""
    return [*sorted(DEMO.glob("*.jsonl")), *sorted(OWN.glob("*.jsonl")), *sorted(OWN.glob("*/*.jsonl"))]


def _name(file: Path) -> str:
    return str(file.resolve().relative_to(ROOT)) if file.resolve().is_relative_to(ROOT) else file.name


def _tell(sheet: Sheet, closed: bool, several: bool) -> None:
    if several:
        print(f"--- {sheet.name}")
    for mark in sheet.marks:
        if mark.outcome != marks.RIGHT and not closed:
            print(_failure(mark))
    print(marks.by_kind(sheet) + ("\n" if several else ""), flush=True)


def _failure(mark: Mark) -> str:
    sample = mark.sample
    before = "".join(f"{each} -> " for each in sample.before)
    told = [f"{sample.id} {sample.kind} as {sample.who} at {sample.at:%m-%d %H:%M}: {before}{str(sample.say)[:200]}"]
    told += [f"   misses one of: {' / '.join(group[:6])}" for group in sample.missing(mark.reply)]
    if leaks := (*sample.leaked(mark.reply), *(value for value in mark.private if value not in sample.must_not)):
        told.append(f"   must not hold: {' / '.join(leaks)}")
    if mark.fault:
        told.append(f"   stage at fault: {mark.fault.stage}" + (f" ({mark.fault.why})" if mark.fault.why else ""))
    return "\n".join([*told, "   " + (mark.reply or "(no reply)").replace("\n", "\n   "), ""])


def _in_process(settings: Settings) -> Post:
    from server import create_app

    client = create_app(settings).test_client()
    return lambda query, body: client.post(WEBHOOK, query_string=query, data=body, content_type="text/xml").data


def _over_http(url: str) -> Post:
    def post(query: str, body: bytes) -> bytes:
        request = Request(f"{url.rstrip('/')}{WEBHOOK}?{query}", body, {"Content-Type": "text/xml"})  # noqa: S310
        with urlopen(request, timeout=16) as response:  # noqa: S310  the operator names the address
            return bytes(response.read())

    return post
