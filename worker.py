"""The second root: work in the background: late answers go out, codes are kept, who follows is noted."""

import signal
import sys
import threading

import structlog
from prometheus_client import Counter

import config
import logs
import models
from clock import Clock
from commands.cleaning import clean
from commands.following import follow
from commands.keeping import keep
from commands.listing import keep as keep_list
from congress import followers
from congress.checkin import stages
from server import client_for, memory_for
from web import calling, observing
from wechat.contacts import Contacts
from wechat.late import LateAnswers
from wechat.memory import Late, Unreachable
from wechat.tokens import connected

IDLE = 0.25  # seconds between two looks when nothing is due
CODE = 3.0  # seconds that the making of one code may take at the end; it is made again if it was not put on record
LATE = Counter("assistant_late_answers_total", "Answers sent as customer-service messages", ["outcome"])
log = structlog.get_logger("worker")


def main() -> int:
    """Run until SIGTERM or SIGINT; what is under way is finished first."""
    try:
        settings = config.load()
    except config.BadConfiguration as error:
        print(error, file=sys.stderr)
        return 2
    logs.configure(settings.log_level)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    calling.forget_the_dead()
    memory = memory_for(settings)
    senders = {mini: client_for(settings, miniprogram=mini, observed=True) for mini in (False, True)}
    now = Clock(settings.clock_start, settings.clock_file).now
    answers = LateAnswers(memory, senders, _told, now)
    models.unlock(settings.data_key, settings.old_data_keys)
    models.bind(settings.database)
    stages.use(settings.stages, settings.desks)
    keeper = threading.Thread(target=keep, args=(senders[False], now, stop, log), name="codes", daemon=True)
    keeper.start()
    record = Contacts(connected(settings.redis))
    threading.Thread(target=follow, args=(record, followers.turn, stop, log), name="followers", daemon=True).start()
    wants = {"unionids": bool(settings.miniprogram_appid)}
    threading.Thread(target=keep_list, args=(senders[False], now, stop, log), kwargs=wants, daemon=True).start()
    compact = record.compact if settings.embedded_redis else _nothing
    nightly = (now, settings.data / "reports", compact, stop, log)
    threading.Thread(target=clean, args=nightly, name="life spans", daemon=True).start()
    log.info("worker is up")
    while not stop.is_set():
        try:
            busy = answers.send_one()
        except Unreachable as error:
            log.warning("redis is gone", why=str(error))
            busy = False
        except Exception:
            # One answer that can't be sent must not stop all others; it is handed out again later.
            log.exception("late answer failed")
            busy = False
        if not busy:
            stop.wait(IDLE)
    keeper.join(timeout=CODE)
    log.info("worker stops")
    return 0


def _nothing() -> None:
    """Another server's file is its operator's."""


def _told(late: Late, outcome: str) -> None:
    LATE.labels(outcome.partition(":")[0]).inc()
    key = observing.key_of(late.message_key, late.openid)
    (log.info if outcome == "sent" else log.warning)("late answer", key=key, outcome=outcome)


if __name__ == "__main__":
    sys.exit(main())
