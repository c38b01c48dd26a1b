"""Fourth root: Celery's worker, which sends notices and does the work that comes back."""

import gc
import signal
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import redis
import structlog
from celery import Celery
from celery.bootsteps import StartStopStep
from celery.platforms import SecurityWarning
from celery.signals import worker_process_init, worker_process_shutdown
from prometheus_client import Counter, Gauge

import config
import models
from broker import QUEUES, WORTH, application
from clients import client_for
from clock import Clock
from config import Settings
from congress import periodic
from congress.checkin import stages
from congress.errors import Invalid, NotFound
from congress.notices import batches, expansion, outbox, overview, reminders
from congress.notices.reminders import Times
from sending.delivery import Delivery
from sending.limits import MinuteLimit, Unlimited
from sending.templates import Means
from stalling import Pulse, watch
from supervision.launch import die_with_parent
from web import calling
from wechat.contacts import Contacts
from wechat.tokens import connected

EXPANDING = 0.5  # seconds of a tick that go to audiences
SLICE = 1.5  # seconds of sending before other work gets its turn
SENT = Counter("assistant_notice_calls_total", "Calls that send a notice to a person", ["channel", "outcome"])
BEHIND = Gauge(
    "assistant_notices_behind_seconds", "How long the oldest due batch waits", multiprocess_mode="mostrecent"
)
log = structlog.get_logger("background")


@dataclass(frozen=True)
class Tools:
    """What a job may use: the settings and the time (aware)."""

    settings: Settings
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Job:
    """Work that comes back `every` so many seconds, over restarts and on one machine at a time."""

    name: str
    every: float
    run: Callable[[Tools], None]


def hint_again(tools: Tools) -> None:
    """The message path is told anew of everybody who has a banner waiting: Redis may have lost it."""
    expansion.put_away(tools.now())
    _office().delivery.hint_again()


def plan_notices(tools: Tools) -> None:
    """Reminders and the morning's overview that are due are written."""
    now, settings = tools.now(), tools.settings
    times = Times.read(settings.remind_before, settings.quiet_hours, settings.overview_at)
    reminders.plan(now, times)
    overview.plan(now, times)


# Add a line; `run` raises what it likes: the failure is written, and the next time comes.
JOBS: tuple[Job, ...] = (
    Job("notices.hints", 600, hint_again),
    Job("notices.planned", 5, plan_notices),
)


class Office:
    """What one process works with."""

    def __init__(self, settings: Settings) -> None:
        clock = Clock(settings.clock_start, settings.clock_file)
        store: redis.Redis = connected(settings.redis)
        per_minute = settings.notice_per_minute
        limit = MinuteLimit(store, settings.wechat_appid, per_minute) if per_minute else Unlimited()
        self.contacts, self._store = Contacts(store), ""
        self.tools = Tools(settings, clock.now)
        self.delivery = Delivery(
            client_for(settings, observed=True), self.contacts, limit, means_of(settings), clock.now,
            told=lambda channel, outcome: SENT.labels(channel, outcome).inc(),
        )  # fmt: skip

    def store_is_new(self) -> bool:
        """Whether Redis was started since the last look."""
        known, self._store = self._store, self.contacts.store()
        return known != self._store


_here: Office | None = None
_pulse = Pulse()


def _office() -> Office:
    if _here is None:
        raise RuntimeError("this process was not made ready")
    return _here


def tick(app: Celery) -> None:
    """Look at what is due: begin notices, write audiences, tidy up, let jobs be done, let batches be sent."""
    tools, delivery = _office().tools, _office().delivery
    now, until = tools.now(), time.monotonic() + EXPANDING
    expansion.promote(now)
    unread: Sequence[int] = expansion.unread()
    while unread and time.monotonic() < until:
        unread = [number for number in unread if _expand(number, now)]
    due = batches.earliest(now)
    BEHIND.set(max(0.0, (now - due).total_seconds()) if due else 0.0)
    if due is not None and due <= now:
        for _ in range(tools.settings.senders):
            app.send_task("deliver", expires=WORTH)
    expansion.sweep(now)
    for job in JOBS:
        if periodic.turn(job.name, job.every, time.time()):
            app.send_task("job", (job.name,))
    delivery.hint()
    if _office().store_is_new():
        app.send_task("job", ("notices.hints",))


def _expand(number: int, now: datetime) -> bool:
    """A notice whose audience can't be found is for staff to look at, and keeps no other waiting."""
    try:
        return expansion.expand(number, now)
    except (Invalid, NotFound) as error:
        outbox.stop(number, f"audience: {error}")
        log.error("notice stopped", notice=number, why=f"audience: {error}")
        return False


def deliver() -> None:
    """Send for a while."""
    delivery, until = _office().delivery, time.monotonic() + SLICE
    while time.monotonic() < until and delivery.work(until):
        pass
    delivery.hint()


def job(name: str) -> None:
    """Do one job."""
    found = next((each for each in JOBS if each.name == name), None)
    if found is not None:
        found.run(_office().tools)


class Replacing(StartStopStep):
    """Looks for children that died every half second; Celery's own look is every five."""

    requires = ("celery.worker.components:Hub", "celery.worker.components:Pool")

    def register_with_event_loop(self, worker: Any, hub: Any) -> None:
        """Called by Celery when its pool runs."""
        hub.call_repeatedly(0.5, worker.pool._pool.maintain_pool)


def make(settings: Settings) -> Celery:
    """The Celery application with its three tasks."""
    app = application(settings)
    app.steps["worker"].add(Replacing)
    app.task(_careful(lambda: tick(app), "tick"), name="tick")
    app.task(_careful(deliver, "deliver"), name="deliver")
    app.task(_careful(job, "job"), name="job")
    return app


def _careful(work: Callable[..., None], name: str) -> Callable[..., None]:
    """What fails is written in one line and comes again with the next tick; a connection that broke is given back."""

    def done(*args: Any) -> None:
        _pulse.beat()
        try:
            work(*args)
        except redis.RedisError as error:
            log.warning("redis is gone", task=name, why=type(error).__name__)
        except Exception:
            log.exception("a task failed", task=name, args=args)
            models.close()
        finally:
            _pulse.beat()

    done.__name__ = name
    return done


def means_of(settings: Settings) -> Means:
    """The templates of the configuration."""
    return Means(settings.notice_subscriptions, settings.notice_templates, settings.web_url)


def main() -> int:
    """Run until SIGTERM, and finish what is under way; a second one ends it at once."""
    try:
        settings = config.load()
    except config.BadConfiguration as error:
        print(error, file=sys.stderr)
        return 2

    def ready(**_: Any) -> None:
        global _here
        die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        models.unlock(settings.data_key, settings.old_data_keys)
        models.bind(settings.database)
        stages.use(settings.stages, settings.desks)
        _here = Office(settings)

    worker_process_init.connect(ready, weak=False)
    worker_process_shutdown.connect(lambda **_: models.close(), weak=False)
    calling.forget_the_dead()
    warnings.simplefilter("ignore", SecurityWarning)  # in a container we are root; nothing here is pickled
    gc.freeze()  # what the children share with this process stays shared
    app = make(settings)
    watch(_pulse)
    app.worker_main(["--quiet", "worker", "-n", "sender@%h", "-Q", ",".join(QUEUES), "--loglevel", "WARNING",
                                "--without-gossip", "--without-mingle", "--without-heartbeat"])  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
