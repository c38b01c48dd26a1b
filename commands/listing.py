"""The followers on record, kept level with the platform's list in the background."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import models
from congress import follower_list
from congress.follower_list import Told

EVERY = 60.0  # seconds between two looks at whether there is something to do
A_CALL = 100  # openids whose unionids one call tells


class Platform(Protocol):
    """What is asked of the platform; raises PlatformError or PlatformDown."""

    def follower_page(self, following: str) -> tuple[list[str], str, int]: ...

    def people(self, openids: Sequence[str]) -> list[dict[str, Any]]: ...


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one go: openids on the list, those who had left, people asked about, unionids that were told."""

    found: int = 0
    left: int = 0
    asked: int = 0
    unionids: int = 0


def read(client: Platform, now: Callable[[], datetime], going: Callable[[], bool]) -> tuple[int, int]:
    """Read the list from where the last reading was cut off; how many are on it, and how many had left.

    Ends early, to be gone on with, when `going` says no. Raises PlatformError or PlatformDown.
    """
    run = follower_list.begin(now())
    while going():
        openids, following, total = client.follower_page(run.following)
        if openids:
            before, run = run, follower_list.page(run, openids, following)
        if not openids or following in ("", before.following):
            return run.found, follower_list.end(run, total, now())
    return run.found, 0


def ask(client: Platform, now: Callable[[], datetime], going: Callable[[], bool]) -> tuple[int, int]:
    """Ask for the unionids that are not known; how many people, and how many unionids. Raises as `read`."""
    asked = found = 0
    while going() and (openids := follower_list.unasked(A_CALL)):
        answers = client.people(openids)
        said = [Told(each["openid"], each.get("subscribe") == 1, each.get("unionid", "")) for each in answers]
        found += follower_list.told(said, now())
        asked += len(openids)
        if not {each.openid for each in said} >= set(openids):
            break  # an answer about other people: the next go asks again
    return asked, found


def sync(
    client: Platform, now: Callable[[], datetime], going: Callable[[], bool], *, unionids: bool, always: bool = False
) -> Done:
    """Do what is due; `always` reads the list also when it was read today. `unionids`: there is a mini program."""
    found, left = read(client, now, going) if always or follower_list.due(now()) else (0, 0)
    asked, told = ask(client, now, going) if unionids else (0, 0)
    return Done(found, left, asked, told)


def keep(
    client: Platform, now: Callable[[], datetime], stop: threading.Event, log: Any, *, unionids: bool,
    every: float = EVERY,
) -> None:  # fmt: skip
    """Do so until `stop` is set. What fails, or is past the day's calls, is gone on with at a later look."""
    while not stop.is_set():
        try:
            try:
                done = sync(client, now, lambda: not stop.is_set(), unionids=unionids)
            finally:
                models.close()  # which may fail too, on a connection that is gone
            if done != Done():
                log.info("followers", found=done.found, left=done.left, asked=done.asked, unionids=done.unionids)
        except Exception as error:  # noqa: BLE001  platform and three drivers; all of them come back
            log.warning("followers could not be read", why=type(error).__name__)
        stop.wait(every)
