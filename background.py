"""Fourth root: `python background.py sender` sends notices and does what comes back; `... beat` says when."""

import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import redis
import structlog
from celery import Celery
from celery.signals import setup_logging, worker_process_init, worker_process_shutdown
from prometheus_client import Counter, Gauge

import config
import logs
import models
from clock import Clock
from config import Settings
from congress import periodic
from congress.checkin import stages
from congress.notices import batches, expansion, overview, reminders
from congress.notices.reminders import Times
from sending.delivery import Delivery
from sending.limits import MinuteLimit, Unlimited
from sending.templates import Means
from server import client_for
from supervision.launch import die_with_parent
from web import calling
from wechat.contacts import Contacts
from wechat.tokens import connected

TICK = 1.0  # seconds between two looks at what is due
WORTH = 3.0  # seconds after which a task that nobody began is worth nothing: the next tick makes another
EXPANDING = 0.5  # seconds of a tick that go to audiences
SLICE = 1.5  # seconds of sending before other work gets its turn
VISIBLE = 120  # seconds after which the broker hands out what a process took and did not finish; none takes so long
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
    """Whoever has a banner waiting is told of to the message path anew: Redis may have lost it."""
    _office().delivery.hint_again()


def plan_notices(tools: Tools) -> None:
    """Reminders and the morning's overview that are due are written."""
    now, settings = tools.now(), tools.settings
    times = Times.read(settings.remind_before, settings.quiet_hours, settings.overview_at)
    reminders.plan(now, times)
    overview.plan(now, times)


# Add a line; `run` raises what it likes: the failure is written, and the next time comes.
JOBS: tuple[Job, ...] = (Job("notices.hints", 600, hint_again), Job("notices.planned", 5, plan_notices),)


class Office:
    """What one process works with."""

    def __init__(self, settings: Settings) -> None:
        clock = Clock(settings.clock_start, settings.clock_file)
        store: redis.Redis = connected(settings.redis)
        per_minute = settings.notice_per_minute
        limit = MinuteLimit(store, settings.wechat_appid, per_minute) if per_minute else Unlimited()
        self.tools = Tools(settings, clock.now)
        self.delivery = Delivery(
            client_for(settings, observed=True), Contacts(store), limit, means_of(settings), clock.now,
            told=lambda channel, outcome: SENT.labels(channel, outcome).inc(),
        )  # fmt: skip


_here: Office | None = None


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
        unread = [number for number in unread if expansion.expand(number, now)]
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


def make(settings: Settings) -> Celery:
    """The Celery application: its broker, its three tasks, its beat."""
    app = Celery("assistant", broker=broker_of(settings))
    app.conf.update(
        task_acks_late=True, task_reject_on_worker_lost=True, task_ignore_result=True, worker_prefetch_multiplier=1,
        worker_concurrency=settings.senders, task_default_queue="2.work", worker_enable_remote_control=False,
        task_routes={"tick": {"queue": "1.tick"}}, worker_hijack_root_logger=False, worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True, broker_connection_max_retries=None, broker_heartbeat=0,
        beat_schedule={"tick": {"task": "tick", "schedule": TICK, "options": {"expires": WORTH}}}, timezone="UTC",
        # What was taken and not finished comes back; a tick is taken before anything else that waits.
        broker_transport_options={
            "visibility_timeout": VISIBLE, "unacked_restore_interval": 2, "unacked_restore_throttle": 1,
            "global_keyprefix": "work:", "queue_order_strategy": "sorted",
        },
    )  # fmt: skip
    app.task(_careful(lambda: tick(app), "tick"), name="tick")
    app.task(_careful(deliver, "deliver"), name="deliver")
    app.task(_careful(job, "job"), name="job")
    return app


def _careful(work: Callable[..., None], name: str) -> Callable[..., None]:
    """What fails is written in one line and comes again with the next tick; a connection that broke is given back."""

    def done(*args: Any) -> None:
        try:
            work(*args)
        except redis.RedisError as error:
            log.warning("redis is gone", task=name, why=type(error).__name__)
        except Exception:
            log.exception("a task failed", task=name, args=args)
            models.close()

    done.__name__ = name
    return done


def broker_of(settings: Settings) -> str:
    """The broker's address: the one that is configured, else the Redis server as Celery writes it."""
    if settings.broker_url:
        return settings.broker_url
    address, _, query = settings.redis.partition("?")
    if not address.startswith("unix://"):
        return settings.redis
    number = dict(pair.partition("=")[::2] for pair in query.split("&")).get("db", "0")
    return f"redis+socket://{address.removeprefix('unix://')}?virtual_host={number}"


def means_of(settings: Settings) -> Means:
    """The templates of the configuration."""
    return Means(settings.notice_subscriptions, settings.notice_templates, settings.web_url)


def _log(level: str) -> None:
    logs.configure(level)
    logs.adopt("celery", "kombu")


def main(argv: list[str]) -> int:
    """Run the sender or the beat until SIGTERM; a second one ends it at once."""
    try:
        settings = config.load()
    except config.BadConfiguration as error:
        print(error, file=sys.stderr)
        return 2
    app = make(settings)
    setup_logging.connect(lambda **_: _log(settings.log_level), weak=False)
    if argv == ["beat"]:
        app.Beat(scheduler="celery.beat:Scheduler", max_interval=TICK, quiet=True, pidfile=None).run()
        return 0

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
    app.worker_main(["--quiet", "worker", "--without-gossip", "--without-mingle", "--without-heartbeat", "-n", "sender@%h",
                     "-Q", "1.tick,2.work", "--loglevel", "WARNING"])  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
