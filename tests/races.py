"""Processes that all do something in the same instant."""

import multiprocessing
from collections.abc import Callable, Sequence
from typing import Any


def at_once(target: Callable[..., None], url: str, asked: Sequence[tuple[Any, ...]]) -> list[Any]:
    """What `target(url, gate, *each, results)` put into `results` for each that is asked, in a process of its own.

    Each process waits at the gate until all are there. They are forked from one that has no threads or connections.
    """
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([target.__module__])  # holds for the first call; what is imported serves all
    gate, results = server.Barrier(len(asked)), server.Queue()
    crowd = [server.Process(target=target, args=(url, gate, *each, results)) for each in asked]
    for each in crowd:
        each.start()
    found = [results.get(timeout=120) for _ in crowd]
    for each in crowd:
        each.join(60)
    return found
