"""Send a file of sample questions through the webhook as signed messages; print the share answered right, per kind."""

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.request import Request, urlopen

from commands import samples
from commands.bound import bound
from commands.failing import Failed, complain, failing_plainly
from commands.samples import Sample
from commands.scratch import product
from commands.sending import Post, Sender
from config import Settings

HELP = "send a questions file through the webhook and print the share answered right per kind"
DEMO = Path(__file__).parent.parent / "demo"
WEBHOOK = "/wechat"


def arguments(parser: argparse.ArgumentParser) -> None:
    """FILE; where to send it."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the samples, one JSON object a line")
    parser.add_argument("--folder", type=Path, default=DEMO, help="the hand-over that is loaded first (default: demo/)")
    parser.add_argument("--url", help="send to a running product at this address, as configured, and load nothing")
    parser.add_argument("--quiet", action="store_true", help="print the shares only, not the failures")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when everything was sent, whatever came back; 1 when the file, the folder or the product is not there."""
    try:
        asked = list(samples.read(args.file))
        if args.url:
            with failing_plainly(settings):
                return _evaluate(asked, Sender(settings, _over_http(args.url)), args.quiet)
        with product(args.folder) as scratch:
            sender = Sender(scratch, _in_process(scratch))
            with failing_plainly(scratch):
                return _evaluate(asked, sender, args.quiet)
    except (samples.BadFile, NotADirectoryError, Failed) as error:
        return complain(error)
    except OSError as error:
        return complain(f"{error.filename}: {error.strerror}" if error.filename else error.strerror or error)


def _evaluate(asked: Iterable[Sample], sender: Sender, quiet: bool) -> int:
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    leaked: Counter[str] = Counter()
    for number, sample in enumerate(asked):
        openid = f"oEVAL{number:023d}"  # a new person for each, so that none is understood through another
        with bound(sender, openid, sample):
            for earlier in sample.before:
                sender.send(openid, sample.at, earlier)
            reply = sender.send(openid, sample.at, sample.say)
        missing, leaks = sample.missing(reply), sample.leaked(reply)
        (leaked if leaks else wrong if missing else right)[sample.kind] += 1
        if (missing or leaks) and not quiet:
            _tell(sample, reply, missing, leaks)
    _summary(right, wrong, leaked)
    return 0


def _tell(sample: Sample, reply: str, missing: tuple[tuple[str, ...], ...], leaks: tuple[str, ...]) -> None:
    before = "".join(f"{each} -> " for each in sample.before)
    print(f"{sample.id} {sample.kind} as {sample.who} at {sample.at:%m-%d %H:%M}: {before}{str(sample.say)[:200]}")
    for group in missing:
        print(f"   misses one of: {' / '.join(group[:6])}")
    if leaks:
        print(f"   must not hold: {' / '.join(leaks)}")
    print("   " + (reply or "(no reply)").replace("\n", "\n   ") + "\n")


def _summary(right: Counter[str], wrong: Counter[str], leaked: Counter[str]) -> None:
    print(f"{'kind':<16}{'right':>6}{'wrong':>7}{'leaked':>8}{'share':>8}")
    for kind in dict.fromkeys((*right, *wrong, *leaked)):
        _row(kind, right[kind], wrong[kind], leaked[kind])
    _row("all", right.total(), wrong.total(), leaked.total())


def _row(kind: str, right: int, wrong: int, leaked: int) -> None:
    share = right / (right + wrong + leaked) if right + wrong + leaked else 0.0
    print(f"{kind:<16}{right:>6}{wrong:>7}{leaked:>8}{share:>8.0%}")


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
