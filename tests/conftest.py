"""Fixtures: the stores under test, emptied for each test; at the end, loudly, what did not run here."""

import os
import shutil
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

import config
import models
from congress import catalogue
from congress.checkin import stages
from tests import alone, packages, stores
from tests.stores import EmbeddedRedis

__all__ = ["EmbeddedRedis"]

HERE = Path(__file__).parent
DEMO = HERE.parent / "demo"

# Taken out of the environment before anything reads it: a test that loads the configuration or starts the product
# must never reach the operator's stores, only the scratch ones that the fixtures hand out.
DATABASE_SERVER = os.environ.get("DATABASE_URL", "")
REDIS_SERVER = os.environ.get("REDIS_URL", "")
for _name in ("CONFIG", *(field.upper() for field in config.Settings.model_fields)):
    os.environ.pop(_name, None)

CONFIGURED = config.load()

# Several processes take file after file. Those with tests that must be alone come first: beside a file that takes long
# they would wait for each of its tests. Then come those that take longest, so that none is begun when all others end.
FIRST = (
    "sending/test_kills.py", "wechat/test_exactly_once.py", "test_cuts.py", "rehearsal/test_rehearse.py",
    "test_supervisor.py", "told/test_moved_item.py", "browser/test_newcomer.py", "browser/test_offline_desk.py",
    "browser/", "handover/test_demo.py", "conformance/test_checklist.py", "commands/test_paper.py",
    "paper/test_pages.py",
)  # fmt: skip

LONGEST = 300  # seconds of a long test, on a busy machine

LONG = bool(os.environ.get("LONG"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_left_out: dict[str, list[str]] = {"long": [], "browser": [], "node": []}
_no_node = ""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests run with LONG=1, browser tests where there is a Chromium, those with public npm packages where there
    is node and they can be installed; the summary names those left out. The order is FIRST's, then by size.
    """
    global _no_node
    kept, left = [], []
    if any("node" in getattr(item, "fixturenames", ()) for item in items):
        _no_node = packages.missing()
    for item in items:
        if _no_node and "node" in getattr(item, "fixturenames", ()):
            _left_out["node"].append(item.nodeid)
            left.append(item)
            continue
        if item.get_closest_marker("browser") and CHROMIUM is None:
            _left_out["browser"].append(item.nodeid)
            left.append(item)
        elif item.get_closest_marker("long") and not LONG:
            _left_out["long"].append(item.nodeid)
            left.append(item)
        else:
            kept.append(item)
            if item.get_closest_marker("long") and not item.get_closest_marker("timeout"):
                item.add_marker(pytest.mark.timeout(LONGEST))
    if left:
        config.hook.pytest_deselected(items=left)
    sizes = Counter(item.path for item in kept)
    items[:] = sorted(kept, key=lambda item: (_place(item.path.relative_to(HERE).as_posix()), -sizes[item.path]))


def _place(file: str) -> int:
    return next((place for place, name in enumerate(FIRST) if file.startswith(name)), len(FIRST))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Outside the test's time limit: one that must be alone waits for the other processes, and they for it."""
    if not hasattr(item.config, "workerinput"):
        return (yield)
    with alone.turn(item.config.cache.mkdir("alone"), alone=item.get_closest_marker("alone") is not None):
        return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """One of several processes: hand what was left out to the one that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = (_left_out, _no_node)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take it from a process that is through; all of them have left out the same."""
    global _no_node
    if "left_out" in getattr(node, "workeroutput", {}):
        found, _no_node = node.workeroutput["left_out"]
        _left_out.update(found)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which stores the suite ran on and what it left out."""
    engine = DATABASE_SERVER.split(":", 1)[0] or "sqlite"
    lines = []
    if not DATABASE_SERVER:
        lines.append("PostgreSQL and MariaDB: DATABASE_URL names no server (this run: SQLite)")
    if not REDIS_SERVER:
        lines.append("a Redis server: REDIS_URL names none (this run: the embedded server)")
    if _left_out["browser"]:
        lines.append(f"{len(_left_out['browser'])} browser tests: no Chromium found")
    if _left_out["node"]:
        lines.append(f"{len(_left_out['node'])} tests with public npm packages: {_no_node}")
    if _left_out["long"]:
        lines.append(f"{len(_left_out['long'])} long tests: LONG=1 runs them")
    terminalreporter.write_line("")
    terminalreporter.write_line(f"stores: {engine}, {'redis server' if REDIS_SERVER else 'embedded redis'}")
    for line in lines:
        terminalreporter.write_line(f"NOT RUN HERE  {line}", yellow=True, bold=True)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """An emptied scratch database of REDIS_URL's server, or the embedded server started for this run."""
    if REDIS_SERVER:
        yield stores.scratch_redis(REDIS_SERVER, int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]))
        return
    with EmbeddedRedis() as server:
        yield server.url


@pytest.fixture
def embedded_redis() -> Iterator[EmbeddedRedis]:
    """An embedded server of the test's own, to be stopped and started in mid-flight."""
    with EmbeddedRedis() as server:
        yield server


@pytest.fixture(scope="session")
def _database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str | Path]:
    if not DATABASE_SERVER:
        yield stores.migrated_sqlite(tmp_path_factory.mktemp("database"))
        return
    with stores.scratch_database(DATABASE_SERVER) as url:
        yield url


@pytest.fixture
def database_url(_database: str | Path, tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database on DATABASE_URL's server or SQLite; `models` is bound to it."""
    url = stores.copy_of(_database, tmp_path) if isinstance(_database, Path) else _database
    models.unlock(stores.DATA_KEY)
    models.bind(url)
    if not isinstance(_database, Path):
        stores.empty_tables()
    catalogue._current = catalogue.Catalogue()  # what an earlier test's database held
    catalogue.expire()
    stages.use(CONFIGURED.stages, CONFIGURED.desks)
    yield url
    models.close()
