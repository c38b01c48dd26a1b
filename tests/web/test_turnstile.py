"""Sign-ins never take all the threads that answer messages."""

import threading

import pytest

from web.turnstile import Turnstile
from wechat.client import PlatformDown


def test_no_more_than_a_share_of_the_threads_waits_for_the_platform() -> None:
    inside, answered, told = threading.Semaphore(0), threading.Event(), list[str]()

    def slow(code: str) -> str:
        inside.release()
        answered.wait(20)
        return f"o-{code}"

    pass_on = Turnstile(slow, 9)
    waiting = [threading.Thread(target=lambda code=code: told.append(pass_on(code))) for code in "abc"]
    for each in waiting:
        each.start()
    for _ in waiting:
        assert inside.acquire(timeout=60)
    with pytest.raises(PlatformDown):
        pass_on("d")
    answered.set()
    for each in waiting:
        each.join()
    assert (sorted(told), pass_on("e")) == (["o-a", "o-b", "o-c"], "o-e")


def test_a_refusal_gives_the_place_back() -> None:
    def refused(code: str) -> str:
        raise PlatformDown(code)

    pass_on = Turnstile(refused, 1)
    for _ in range(5):
        with pytest.raises(PlatformDown, match=r"^x$"):
            pass_on("x")
