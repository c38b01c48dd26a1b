"""The Celery application: where its broker is, and what every process is asked to do."""

import threading
from collections.abc import Iterator

import pytest
from celery import Celery

import background
import broker
import config
import stalling
from congress import periodic
from congress.notices import outbox
from congress.notices.audience import Audience
from sending.limits import MinuteLimit


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    background._here = None


@pytest.mark.parametrize(
    ("keys", "address"),
    [
        ({"redis_url": "redis://db:6379/3"}, "redis://db:6379/3"),
        ({"redis_url": "unix:///run/r.sock?db=15"}, "redis+socket:///run/r.sock?virtual_host=15"),
        ({"redis_url": "unix:///run/r.sock"}, "redis+socket:///run/r.sock?virtual_host=0"),
        ({"redis_url": "redis://db/0", "broker_url": "amqp://mq"}, "amqp://mq"),
    ],
)
def test_the_broker_is_redis_unless_another_is_named(keys: dict[str, str], address: str) -> None:
    assert broker.address(config.load(**keys)) == address


def test_tasks_survive_their_process_and_do_not_pile_up() -> None:
    app = background.make(config.load())
    names = (
        "task_acks_late",
        "task_reject_on_worker_lost",
        "worker_prefetch_multiplier",
        "broker_connection_max_retries",
    )
    assert [app.conf[name] for name in names] == [True, True, 1, None]
    assert {"tick", "deliver", "job"} <= set(app.tasks)
    (entry,) = app.conf.beat_schedule.values()
    assert (entry["task"], entry["options"]) == ("tick", {"expires": 3.0})
    # Future work waits in tables: nothing is ever given to the broker for later.
    assert app.conf.broker_transport_options["visibility_timeout"] > 10 * background.SLICE


def test_jobs_come_back_for_one_of_many(database_url: str) -> None:
    assert [periodic.turn("a", 60, wall) for wall in (1000.0, 1000.5, 1059.9, 1060.0, 1061.0)] == [
        True, False, False, True, False,
    ]  # fmt: skip
    assert periodic.turn("b", 60, 1061.0)
    assert periodic.turn("a", 60, 500.0)  # the clock was set back


def test_a_tick_does_everything_once(database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = config.load(redis_url=redis_url, database_url=database_url)
    background._here = background.Office(settings)
    assert isinstance(background._here.delivery.limit, MinuteLimit)
    sent: list[tuple[str, object]] = []

    class App:
        def send_task(self, name: str, args: object = (), **options: object) -> None:
            sent.append((name, args))

    background.tick(App())  # type: ignore[arg-type]
    background.tick(App())  # type: ignore[arg-type]
    assert sorted(sent) == [("job", (each.name,)) for each in sorted(background.JOBS, key=lambda job: job.name)]
    background.deliver()
    # An audience that nobody can find stops its own notice alone.
    lost = outbox.write("announcement", "m", Audience("absent", "no-such-stage"), "x", background._here.tools.now())
    background.tick(App())  # type: ignore[arg-type]
    told = outbox.notice(lost)
    assert (told.state, told.why.partition(":")[0]) == (outbox.State.PAUSED, "audience")
    background.job("notices.hints")
    background.job("of an older release")


def test_a_worker_that_takes_nothing_is_told_from_one_that_has_nothing_to_take(monkeypatch: pytest.MonkeyPatch) -> None:
    app, pulse, ended = Celery("stalling", broker="memory://stalling"), stalling.Pulse(), threading.Event()
    assert stalling.waiting(app, "1.tick") == 0  # nobody made that queue yet
    app.send_task("tick", queue="1.tick")
    assert stalling.waiting(app, "1.tick") == 1
    assert not stalling.stalled(app, "1.tick", pulse)
    monkeypatch.setattr(stalling, "PATIENCE", -1.0)
    monkeypatch.setattr(stalling, "ANSWER", 0.1)
    assert not stalling.stalled(app, "2.work", pulse)
    assert not stalling.stalled(Celery("gone", broker="redis+socket:///nowhere.sock"), "1.tick", pulse)
    stalling.watch(app, "1.tick", pulse, lambda code: ended.set())
    assert ended.wait(60)
    assert pulse.silent() < 60
