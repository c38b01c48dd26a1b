"""What a process does by itself while Redis is gone, and what becomes of it afterwards."""

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import pytest

from wechat import resilient
from wechat.local_memory import LocalMemory
from wechat.memory import Begun, Standing, Unreachable
from wechat.redis_memory import RedisMemory
from wechat.resilient import ResilientMemory


class Absent(LocalMemory):
    """A shared memory that can be taken away; it counts how often it was asked meanwhile."""

    def __init__(self) -> None:
        super().__init__(1800, 1200)
        self.gone, self.asked = False, 0
        self.told = threading.Event()  # set: whoever asks is told at once that it is gone
        self.told.set()

    def begin(self, message_key: str, openid: str, nonce: str, digest: str, contact: object = None) -> Begun:
        if self.gone:
            self.asked += 1
            self.told.wait(60)
            raise Unreachable("gone")
        return super().begin(message_key, openid, nonce, digest)

    def finish(self, *args: object, **how: object) -> None:
        if self.gone:
            raise Unreachable("gone")
        super().finish(*args, **how)  # type: ignore[arg-type]


@pytest.fixture
def shared() -> Absent:
    return Absent()


@pytest.fixture
def memory(shared: Absent, monkeypatch: pytest.MonkeyPatch) -> ResilientMemory:
    monkeypatch.setattr(resilient, "PAUSE", 0.3)
    return ResilientMemory(shared, LocalMemory(1800, 1200), lambda reachable, why: None)


def together(number: int, memory: ResilientMemory) -> list[float]:
    """So many deliveries at once: the seconds that each took."""
    took: list[float] = []

    def deliver(key: str) -> None:
        start = time.monotonic()
        memory.begin(key, "o", "", "d")
        took.append(time.monotonic() - start)

    threads = [threading.Thread(target=deliver, args=(f"together-{each}",)) for each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def test_late_answers_kept_without_redis_are_handed_over_when_it_is_back(shared: Absent, memory: ResilientMemory):
    shared.gone = True
    memory.begin("a", "o-a", "", "d")
    memory.finish("a", "o-a", b"late one", None, given=False, miniprogram=True, due=0.0)
    memory.begin("b", "o-b", "", "d")
    memory.finish("b", "o-b", b"taken", None, given=False, miniprogram=False, due=9.0)
    assert memory.take("b") == (Standing.ANSWERED, b"taken")
    shared.gone = False
    time.sleep(0.35)
    memory.begin("c", "o-c", "", "d")
    until = time.monotonic() + 60
    while (late := shared.next_late()) is None and time.monotonic() < until:
        time.sleep(0.01)
    assert late is not None
    assert (late.message_key, late.openid, late.miniprogram, late.answer) == ("a", "o-a", True, b"late one")
    assert [shared.next_late(), memory.next_late()] == [None, None]


def test_one_thread_asks_whether_redis_is_back_and_the_others_go_on(
    shared: Absent, memory: ResilientMemory, monkeypatch: pytest.MonkeyPatch
):
    shared.gone = True
    memory.begin("first", "o", "", "d")
    time.sleep(0.35)
    monkeypatch.setattr(resilient, "PAUSE", 600)
    shared.asked = 0
    shared.told.clear()
    with ThreadPoolExecutor(8) as pool:
        running = [pool.submit(memory.begin, f"at once-{each}", "o", "", "d") for each in range(8)]
        others = list(itertools.islice(as_completed(running, timeout=60), 7))
        assert (len(others), shared.asked, sum(each.done() for each in running)) == (7, 1, 7)
        shared.told.set()
    assert [each.result().standing for each in running] == [Standing.MINE] * 8
    assert shared.asked == 1


@pytest.fixture
def hanging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that takes connections and says nothing."""
    path = Path(f"/tmp/assistant-test-hanging-{time.time_ns()}.sock")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen(64)
        yield f"unix://{path}"
    path.unlink()


def test_no_delivery_queues_behind_others_for_a_redis_that_hangs_from_the_start(hanging: str):
    memory = ResilientMemory(RedisMemory(hanging, 60, 60, timeout=0.5), LocalMemory(60, 60), lambda *_: None)
    assert max(together(8, memory)) < 3  # four seconds, one after the other


def test_what_one_process_keeps_is_bounded():
    memory = LocalMemory(60, 60, limit=10)
    for number in range(100):
        memory.begin(str(number), f"o{number}", f"n{number}", "d")
        memory.finish(str(number), f"o{number}", b"a", b"s", given=False, miniprogram=True, due=0.0)
    assert len(memory.unsent()) <= 11
    assert max(map(len, (memory._pushes, memory._nonces, memory._sessions))) <= 11


def test_while_redis_is_gone_what_waits_for_a_person_is_looked_for(shared: Absent, memory: ResilientMemory) -> None:
    assert memory.begin("k1", "o", "", "d").hint == b""
    shared.gone = True
    assert memory.begin("k2", "o", "", "d").hint == resilient.UNKNOWN
