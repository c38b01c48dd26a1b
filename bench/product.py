"""The real product in a scratch folder, with processes that can be killed: store, stand-in, web, sender and beat."""

import contextlib
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
import yaml

import config
import models
from clock import BEIJING, Clock
from config import Settings
from supervision import programs
from supervision.logs import Log
from supervision.process import Process, Program

ROOT = Path(__file__).parent.parent
STARTS = "2019-05-05T12:30+08:00"
AT_ONCE = 50_000  # people that the stand-in makes in one call
PATIENCE = 60.0  # seconds for something to come about


class Product:
    """What runs, and the stand-in's phone."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = Clock(settings.clock_start, settings.clock_file)
        self.processes: dict[str, Process] = {}
        self._hands = ThreadPoolExecutor(8)
        self._phone, self._address = requests.Session(), f"http://127.0.0.1:{settings.simulator_port}"

    def start(self, *some: Program) -> None:
        """Start them and wait until they answer."""
        for program in some:
            log = Log(self.settings.data / "logs", program.name)
            self.processes[program.name] = Process(program, log, ROOT)
            self.processes[program.name].start()
        for program in some:
            until(program.ready)

    def revive(self) -> None:
        """Start again what ended, with what it left behind out of the way."""
        for process in self.processes.values():
            if process.ended() is not None:
                process.kill()
                process.start()

    def stop(self) -> None:
        """End everything, the store last."""
        for process in reversed(self.processes.values()):
            process.ask_to_stop()
            process.wait_or_kill(process.program.grace)
        self._hands.shutdown()
        self._phone.close()

    def children(self, name: str) -> list[int]:
        """The process ids of a program's own children."""
        found: list[int] = []
        for thread in Path("/proc").glob(f"{self.processes[name].pid}/task/*/children"):
            with contextlib.suppress(OSError):
                found += map(int, thread.read_text().split())
        return found

    def post(self, path: str, values: Any) -> Any:
        """One call of the stand-in's phone."""
        body = json.dumps(values, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        return self._phone.post(f"{self._address}{path}", data=body, headers=headers, timeout=60).json()

    def get(self, path: str) -> Any:
        """What the stand-in tells."""
        return self._phone.get(f"{self._address}{path}", timeout=60).json()

    def people(self, count: int) -> list[str]:
        """New followers, known to the stand-in and to us."""
        openids: list[str] = []
        while len(openids) < count:
            more = {"count": min(count - len(openids), AT_ONCE), "prefix": "P", "following": True}
            openids += self.post("/phone/users", more)["openids"]
        since = (self.clock.now() - timedelta(hours=1)).replace(tzinfo=None, microsecond=0)
        with models.database.atomic():
            for start in range(0, count, 500):
                rows = [{"openid": openid, "since": since} for openid in openids[start : start + 500]]
                models.Follower.insert_many(rows).execute()
        return openids

    def delegates(self, openids: Sequence[str], delegation: str) -> None:
        """Some of them are delegates, bound."""
        since = self.clock.now().replace(tzinfo=None, microsecond=0)
        with models.database.atomic():
            for number, openid in enumerate(openids):
                badge = f"{delegation}-{number:04d}"
                models.Delegate.create(badge=badge, name="P", delegation=delegation)
                models.Binding.create(
                    badge=badge, openid=openid, how="code", bound_at=since, message_key="k", follows_since=since
                )

    def write_to_us(self, openids: Iterable[str]) -> None:
        """Each sends a message: a window of five opens."""
        self._all({"openid": openid, "do": "text", "text": "hello"} for openid in openids)

    def accept(self, openids: Iterable[str]) -> None:
        """Each accepts one notification in the dialog."""
        choices = {self.settings.notice_subscriptions["change"].id: "accept"}
        self._all({"openid": openid, "do": "subscribe", "choices": choices} for openid in openids)

    def sends(self, openid: str) -> list[tuple[str, str]]:
        """What came to a person's phone unasked: the way, and all that it says."""
        bubbles = self.get(f"/phone/history?openid={openid}&limit=200")["bubbles"]
        ways = ("service", "subscription", "template")
        return [(each["via"], json.dumps(each, ensure_ascii=False)) for each in bubbles if each.get("via") in ways]

    def _all(self, acts: Iterable[dict[str, Any]]) -> None:
        answers = list(self._hands.map(lambda act: self.post("/phone/act", act), acts))
        if wrong := [each for each in answers if not each["ok"]]:
            raise RuntimeError(f"the phone refused: {wrong[0]}")
        self.post("/phone/settle", {})


@contextmanager
def running(folder: Path, **keys: object) -> Iterator[Product]:
    """The product in `folder`, `models` bound to its database; `keys` of the configuration."""
    for name in ("logs", "redis", "metrics"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    web, phone = (each.getsockname()[1] for each in ports)
    for each in ports:
        each.close()
    shipped = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    ours = {"data_dir": str(folder), "port": web, "simulator_port": phone, "clock": STARTS, "web_workers": 1}
    file = folder / "config.yaml"
    file.write_text(yaml.safe_dump(shipped | ours | keys, allow_unicode=True), encoding="utf-8")
    before = os.environ.get("CONFIG")
    os.environ["CONFIG"] = str(file)
    settings = config.load()
    models.unlock(settings.data_key, settings.old_data_keys)
    models.bind(settings.database)
    models.migrate()
    product = Product(settings)
    product.clock.set(product.clock.now().astimezone(BEIJING))
    try:
        product.start(programs.store(settings))
        product.start(programs.simulator(settings), programs.web(settings))
        product.start(programs.sender(settings), programs.beat(settings))
        yield product
    finally:
        product.stop()
        models.close()
        os.environ.pop("CONFIG")
        if before is not None:
            os.environ["CONFIG"] = before


def until(holds: Callable[[], bool], patience: float = PATIENCE, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("it did not come about in time")
        meanwhile()
        time.sleep(0.05)


def killed(pid: int) -> bool:
    """kill -9 of a process that runs; whether it did."""
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        if state not in "ZX":
            os.kill(pid, signal.SIGKILL)
            return True
    return False
