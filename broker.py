"""The Celery application: its broker, its queues, its beat; it knows the tasks by their names alone."""

from celery import Celery
from celery.signals import setup_logging

import logs
from config import Settings

TICK = 1.0  # seconds between two looks at what is due
WORTH = 3.0  # seconds after which a task that nobody began is worth nothing: the next tick makes another
VISIBLE = 120  # seconds after which the broker hands out what a process took and did not finish; none takes so long
# In the order in which they are emptied: a tick is taken before anything else that waits.
QUEUES = ("1.tick", "2.work")


def application(settings: Settings) -> Celery:
    """The application without its tasks. Future work waits in our tables, which every tick looks at, never in it."""
    setup_logging.connect(lambda **_: _log(settings.log_level), weak=False)
    app = Celery("assistant", broker=address(settings))
    app.conf.update(
        task_acks_late=True, task_reject_on_worker_lost=True, task_ignore_result=True, worker_prefetch_multiplier=1,
        worker_concurrency=settings.senders, task_default_queue=QUEUES[1], task_routes={"tick": {"queue": QUEUES[0]}},
        worker_enable_remote_control=False, worker_hijack_root_logger=False, worker_redirect_stdouts=False,
        # After a broken connection as many are taken as before, also when somebody dies meanwhile.
        worker_enable_prefetch_count_reduction=False,
        broker_connection_retry_on_startup=True, broker_connection_max_retries=None, broker_heartbeat=0, timezone="UTC",
        beat_schedule={"tick": {"task": "tick", "schedule": TICK, "options": {"expires": WORTH}}},
        broker_transport_options={
            "visibility_timeout": VISIBLE, "unacked_restore_interval": 2, "unacked_restore_throttle": 1,
            "global_keyprefix": "work:", "queue_order_strategy": "sorted",
        },
    )  # fmt: skip
    return app


def address(settings: Settings) -> str:
    """The broker that is configured, else the Redis server as Celery writes it."""
    if settings.broker_url:
        return settings.broker_url
    server, _, query = settings.redis.partition("?")
    if not server.startswith("unix://"):
        return settings.redis
    number = dict(pair.partition("=")[::2] for pair in query.split("&")).get("db", "0")
    return f"redis+socket://{server.removeprefix('unix://')}?virtual_host={number}"


def _log(level: str) -> None:
    logs.configure(level)
    logs.adopt("celery", "kombu")
