"""How many of a process's threads may ask the platform for browsers at once: the others answer messages."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from wechat.client import PlatformDown

SHARE = 3  # one thread of so many
LEAST = 2  # some clients open the way back of a sign-in twice at the same moment
T = TypeVar("T")


class Turnstile(Generic[T]):
    """Lets so many callers through to `ask`, each with a code; whoever comes over that is told to try again.

    Codes cost nothing to make up, and each that is brought holds a thread for as long as the platform takes.
    """

    def __init__(self, ask: Callable[[str], T], threads: int) -> None:
        """`threads`: of this process."""
        self._ask = ask
        self._places = threading.BoundedSemaphore(max(LEAST, threads // SHARE))

    def __call__(self, code: str) -> T:
        """What `ask` gives and raises; raises PlatformDown when all places are taken."""
        if not self._places.acquire(blocking=False):
            raise PlatformDown("too many ask at once")
        try:
            return self._ask(code)
        finally:
            self._places.release()
