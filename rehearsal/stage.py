"""The product on the stage: everything that `make run` starts, in a scratch folder, with levers to disturb it."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from clock import Clock
from config import Settings
from rehearsal.environment import scratch
from rehearsal.processes import children
from rehearsal.staff import Crew, Staff
from supervision import preparation, programs
from supervision.keeper import Hopeless, Keeper
from supervision.process import Process, bound
from wechat.redis_memory import RedisMemory

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "demo"
ONE_TIME = re.compile("\N{FULLWIDTH COLON}([!-~]{8,})$", re.MULTILINE)  # a password at the end of a line
READY = re.compile(r"Worker is ready \(pid: (\d+)\)")
DONE = (0, 1)  # 1: some file of the hand-over could not be read
PATIENCE = 60.0  # seconds for something to come back


class Stage:
    """The running product and its stand-in."""

    def __init__(self, settings: Settings, keeper: Keeper) -> None:
        self.settings = settings
        self._keeper = keeper
        # Linux ends a child when the thread that started it ends: whatever starts one must live to the end.
        self.hands = ThreadPoolExecutor(8, "stagehand")
        self.files = settings.data / "hand-over"

    @property
    def phone(self) -> tuple[str, int]:
        """Where the stand-in listens."""
        return "127.0.0.1", self.settings.simulator_port

    def web_workers(self) -> list[int]:
        """The process ids of the web workers that take messages, oldest first."""
        return sorted(children(self._process("web").pid))

    def replace_workers(self) -> None:
        """Replace every web worker by a fresh one, one after the other, without dropping a message."""
        for worker in self.web_workers():
            self._end_worker(worker, signal.SIGTERM)

    def kill_worker(self) -> None:
        """kill -9 of one web worker; returns when another one is ready in its place."""
        self._end_worker(self.web_workers()[0], signal.SIGKILL)

    def _end_worker(self, worker: int, number: int) -> None:
        known = self._ready_workers()
        os.kill(worker, number)
        _await(lambda: worker not in self.web_workers() and bool(self._ready_workers() - known))

    def _ready_workers(self) -> set[str]:
        """The workers that ever said they are ready to take messages."""
        return set(READY.findall(self._process("web").log.file.read_text(encoding="utf-8", errors="replace")))

    def kill_sender(self) -> None:
        """kill -9 of the sender with its processes; started again at once, as the supervisor does."""
        process = self._process("sender")
        process.kill()
        process.wait_or_kill(0)
        process.start()

    def freeze(self, seconds: float, workers: int | None = None) -> None:
        """Stop so many web workers (all, when None) in their tracks for a while, with all that they hold."""
        victims = self.web_workers()[:workers]
        for victim in victims:
            os.kill(victim, signal.SIGSTOP)
        try:
            time.sleep(seconds)
        finally:
            for victim in victims:
                os.kill(victim, signal.SIGCONT)

    def stop_store(self, seconds: float) -> None:
        """Stop the Redis-compatible server, start it again after a while; returns when it answers."""
        process = self._process("store")
        process.ask_to_stop()
        process.wait_or_kill(process.program.grace)
        time.sleep(seconds)
        process.start()
        _await(process.program.ready)

    def keep_database_busy(self, seconds: float) -> None:
        """Hold the database's lock for writing, as a long load does."""
        with closing(sqlite3.connect(self.settings.data / "assistant.db", isolation_level=None)) as connection:
            connection.execute("PRAGMA busy_timeout=5000")
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            connection.execute("ROLLBACK")

    def forget_sessions(self, openids: Iterable[str]) -> None:
        """Let the product forget what people asked about: it does so by the wall's clock, which hardly moves."""
        window = 2 * self.settings.replay_window
        memory = RedisMemory(self.settings.redis, self.settings.session_ttl, window)
        for openid in openids:
            memory.forget(openid)
        memory.stop()

    def command(self, *arguments: str) -> None:
        """Run one of the product's commands, its output in the logs. RuntimeError when it fails altogether."""
        log = self.settings.data / "logs" / f"{arguments[0]}.log"
        with log.open("ab") as output:
            done = subprocess.run(
                bound([sys.executable, str(ROOT / "server.py"), *arguments]),
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
        if done.returncode not in DONE:
            raise RuntimeError(f"server.py {arguments[0]} ended with {done.returncode}, see {log}")

    @property
    def logs(self) -> list[Path]:
        """The logs of the product's own programs."""
        return [each.log.file for each in self._keeper.processes if each.name not in ("store", "simulator")]

    def crew(self, desks: Iterable[str]) -> Crew:
        """New accounts, signed in at the console: one for each desk, two for the office. Raises RuntimeError."""
        wanted = [*((f"desk-{key}", "desk") for key in desks), ("writer", "office"), ("approver", "office")]
        *others, writer, approver = self.hands.map(lambda each: self._staff(*each), wanted)
        return Crew(tuple(others), writer, approver)

    def _staff(self, login: str, role: str) -> Staff:
        done = subprocess.run(
            bound([sys.executable, str(ROOT / "server.py"), "user", "add", login, "--role", role]),
            cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        password = ONE_TIME.search(done.stdout)
        if password is None:
            raise RuntimeError(f"server.py user add ended with {done.returncode}: {done.stderr}")
        return Staff(f"http://127.0.0.1:{self.settings.port}", login, password[1])

    def missing(self) -> list[str]:
        """The programs that should run and don't."""
        return [process.name for process in self._keeper.processes if process.ended() is not None]

    def _process(self, name: str) -> Process:
        return next(process for process in self._keeper.processes if process.name == name)


@contextmanager
def raised(folder: Path, told: Callable[[str], None], like: Settings) -> Iterator[Stage]:
    """The product in `folder`, the demo congress loaded; `told` hears each step. Gone at the end.

    It takes the number of web workers and threads from `like` and nothing else: neither the operator's stores nor
    the real platform are ever touched. Raises Hopeless, CannotStart, RuntimeError.
    """
    with scratch(folder, like) as settings:
        keeper = Keeper(settings.data / "logs", ROOT)
        stage = Stage(settings, keeper)
        try:
            told("store")
            keeper.start(programs.store(settings))
            preparation.migrate(settings)
            told("demo")
            shutil.copytree(DEMO, stage.files)
            stage.command("load", str(stage.files))
            if settings.clock_start:
                Clock(settings.clock_start, settings.clock_file).set(settings.clock_start)
            told("processes")
            keeper.start(programs.simulator(settings), programs.worker(settings), programs.web(settings))
            keeper.start(programs.sender(settings), programs.beat(settings))
            told("account")
            stage.command("setup")
            yield stage
        finally:
            keeper.stop()
            stage.hands.shutdown(cancel_futures=True)


def _await(holds: Callable[[], bool]) -> None:
    """Wait until it holds; Hopeless when it doesn't within PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise Hopeless(f"the product did not come back within {PATIENCE:g} s")
        time.sleep(0.05)
