"""Notices on the command line: what goes out, approving, stopping, writing an announcement."""

import argparse
import hashlib
from datetime import datetime

from clock import BEIJING, Clock
from commands.failing import Failed, complain, failing_plainly
from commands.menu import somebody
from commands.wording import words
from config import Settings
from congress import audit
from congress.checkin import stages
from congress.errors import Conflict, Invalid, NotFound
from congress.notices import announcements, audience, choices, ledger, outbox, parked, switches
from congress.notices.announcements import Draft
from congress.notices.outbox import State

HELP = "what people are told: list, show, approve, pause, resume, cancel, announce, clear-quota"
STEPS = {"pause": outbox.pause, "resume": outbox.resume, "cancel": outbox.cancel}
SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which notice; of an announcement its words and to whom."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = words("notice_help.txt")
    parser.add_argument(
        "do", choices=("list", "show", "approve", "announce", "submit", "off", "on", "clear-quota", *STEPS)
    )
    parser.add_argument("what", nargs="?", default="", metavar="NUMBER|KIND")
    parser.add_argument("--title", default="", metavar="TEXT")
    parser.add_argument("--text", default="", metavar="TEXT")
    parser.add_argument("--to", default="", metavar="AUDIENCE", help="everyone, delegates, role:NAME, delegation:NAME, "
                        "absent:STAGE")  # fmt: skip
    parser.add_argument("--page", default="", metavar="ADDRESS", help="the page that it opens")
    parser.add_argument("--at", default="", metavar="TIME", help="when it goes out, like 2019-05-06T12:00")
    parser.add_argument("--urgent", action="store_true")
    parser.add_argument("--people", type=int, default=-1, metavar="N", help="approve: how many it is to go to")
    parser.add_argument("--cleared", action="store_true", help="clear-quota: done already in the platform's console")
    parser.add_argument("--by", default="", metavar="NAME", help="who does it, for the audit")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when it is done or shown; 1 with the reason on stderr."""
    stages.use(settings.stages, settings.desks)
    try:
        with failing_plainly(settings):
            return _do(args, settings, Clock(settings.clock_start, settings.clock_file).now())
    except NotFound:
        return complain(words("notice.txt", what="unknown", asked=args.what))
    except Invalid as error:
        return complain(words("notice.txt", what="invalid", why=str(error)))
    except Conflict as error:
        return complain(words("notice.txt", what="conflict", why=str(error)))
    except Failed as error:
        return complain(error)


def _do(args: argparse.Namespace, settings: Settings, at: datetime) -> int:
    by = f"cli:{args.by or somebody()}"
    if args.do == "list":
        rows = [(each, choices.named(each.audience)) for each in outbox.notices(most=SHOWN)]
        print(words("notice.txt", what="list", rows=rows, off=switches.off()))
        return 0
    if args.do in ("off", "on"):
        switches.turn(args.what, args.do == "on", by, at)
        print(words("notice.txt", what=args.do, kind=args.what))
        return 0
    if args.do == "announce":
        number = _announce(args, settings, by, at)
        print(words("notice.txt", what="announced", number=number))
        return 0
    if args.do == "clear-quota":
        return _clear_quota(settings, by, at, here=not args.cleared)
    return _one(args, _number(args.what), by, at)


def _clear_quota(settings: Settings, by: str, at: datetime, *, here: bool) -> int:
    from server import client_for

    client = client_for(settings)
    if here:
        client.clear_quotas()
    else:
        client.quotas_cleared()
    people = parked.hurry(by, at, here=here)
    print(words("notice.txt", what="cleared", here=here, people=people, times=parked.clears(at)))
    return 0


def _one(args: argparse.Namespace, number: int, by: str, at: datetime) -> int:
    notice = outbox.notice(number)
    if args.do == "show":
        values = {"counts": ledger.counts(number), "size": audience.size(notice.audience)}
        shown = {"notice": notice, "to": choices.named(notice.audience), "lines": audit.lines(subject=str(number))}
        print(words("notice.txt", what="show", **shown, **values))
        return 0
    if args.do == "submit":
        announcements.submit(number, announcements.announcement(number).version, by, at)
    elif args.do == "approve":
        found, people = announcements.announcement(number), audience.size(notice.audience)
        if notice.state is State.WAITING and args.people != people:
            return complain(words("notice.txt", what="people", number=number, people=people, words=notice.words))
        announcements.approve(number, found.version, people, by, at)
    else:
        STEPS[args.do](number, by, at)
    print(words("notice.txt", what="done", do=args.do, number=number, counts=ledger.counts(number)))
    return 0


def _announce(args: argparse.Namespace, settings: Settings, by: str, at: datetime) -> int:
    """A draft that waits for its approval; the same words at the same time are one."""
    page = f"{settings.web_url}{args.page}" if args.page.startswith("/") else args.page
    send_at = None
    if args.at:
        try:
            send_at = datetime.fromisoformat(args.at)
        except ValueError:
            raise Invalid("time") from None
        send_at = send_at if send_at.tzinfo else send_at.replace(tzinfo=BEIJING)
    text = args.text.replace("\\n", "\n")
    draft = Draft(args.title, text, choices.chosen(args.to, at), page, args.urgent, send_at)
    form = hashlib.sha256(f"{by}\n{draft}\n{at:%Y%m%d%H%M}".encode()).hexdigest()[:32]
    number = announcements.write(draft, form, by, at)
    announcements.submit(number, announcements.announcement(number).version, by, at)
    return number


def _number(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise NotFound(written)
    return int(written)
