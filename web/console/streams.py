"""How many event streams a process holds at once: each holds a thread that a message of the platform may want."""

import random
import threading
import time
from collections.abc import Callable, Iterator

SHARE = 6  # one thread of so many may hold a stream
LIFE = 50.0  # seconds; then the browser asks again, perhaps another process
SPREAD = 15.0  # seconds that lives differ by, so that not all boards come back at once
LOOK = 1.0  # seconds between two looks
BEAT = 5.0  # seconds of silence after which a comment tells the proxy, and us, that the other end is there
RETRY = 2000  # milliseconds that a browser waits before it asks again

# Whether this process goes on; the web server sets it, so that a stream does not hold up its end.
going_on: Callable[[], bool] = lambda: True  # noqa: E731


class Streams:
    """The places for streams in this process."""

    def __init__(self, most: int) -> None:
        self._places = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()

    def take(self) -> Callable[[], None] | None:
        """A place, to be given back by calling what is returned (once or more often); None when all are taken."""
        if not self._places.acquire(blocking=False):
            return None
        mine = [True]

        def give_back() -> None:
            with self._lock:
                if mine:
                    mine.clear()
                    self._places.release()

        return give_back


def places(threads: int) -> int:
    """How many of a process's threads may hold a stream."""
    return max(1, threads // SHARE)


def events(
    news: Callable[[], tuple[str, str] | None],
    *,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.monotonic,
) -> Iterator[str]:
    """Server-sent events for one browser, until its time is over.

    `news` gives name and one line of data of what changed since it was last asked, or None.
    """
    yield f"retry: {RETRY}\n\n"
    end = now() + LIFE + random.uniform(0, SPREAD)
    spoke = now()
    while going_on() and now() < end:
        told = news()
        if told is not None:
            yield f"event: {told[0]}\ndata: {told[1]}\n\n"
            spoke = now()
        elif now() - spoke >= BEAT:
            yield ":\n\n"
            spoke = now()
        sleep(LOOK)
