"""The Celery application: where its broker is, and what every process is asked to do."""

import multiprocessing
import threading
from collections.abc import Iterator

import pytest

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
    # Once each in its turn; and everybody is hinted at again, since this store was not known.
    assert sorted(sent) == sorted([("job", (each.name,)) for each in background.JOBS] + [("job", ("notices.hints",))])
    background.deliver()
    # An audience that nobody can find stops its own notice alone.
    lost = outbox.write("announcement", "m", Audience("absent", "no-such-stage"), "x", background._here.tools.now())
    background.tick(App())  # type: ignore[arg-type]
    told = outbox.notice(lost)
    assert (told.state, told.why.partition(":")[0]) == (outbox.State.PAUSED, "audience")
    background.job("notices.hints")
    background.job("of an older release")


def test_a_worker_that_takes_nothing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    pulse, ended, codes = stalling.Pulse(), threading.Event(), []
    child = multiprocessing.get_context("fork").Process(target=pulse.beat)
    before = pulse._last.value = 1.0
    child.start()
    child.join()
    assert pulse._last.value > before  # a task in a child is seen by its parent
    assert pulse.silent() < stalling.PATIENCE
    monkeypatch.setattr(stalling, "PATIENCE", -1.0)

    def end(code: int) -> None:
        codes.append(code)
        ended.set()

    stalling.watch(pulse, end)
    assert ended.wait(60)
    assert codes == [1]
