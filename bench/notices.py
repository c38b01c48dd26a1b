"""`python -m bench.notices`: one notice to many people through the stand-in, with a day's quota that ends."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.product import Product, running, until
from congress.notices import ledger, outbox
from congress.notices.audience import Audience
from models import NoticeBatch

TEMPLATE = "/cgi-bin/message/template/send"
LOOK = 1.0  # seconds between two samples
FEW = 620  # people of a small notice that is written in the middle of the large one
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Sample:
    """One look: seconds since the beginning, people who were sent it, MB of the senders (each page counted once)."""

    at: float
    sent: int
    memory: float


@dataclass
class Run:
    """What was measured. `cpu` is milliseconds of processor time for each person, by program."""

    people: int
    samples: list[Sample] = field(default_factory=list)
    cpu: Mapping[str, float] = field(default_factory=dict)
    parked: int = 0
    parked_calls: int = 0
    urgent: float = 0.0
    minutes: Counter[int] = field(default_factory=Counter)
    states: Mapping[str, int] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """People a second, while anything was sent."""
        busy = [b for a, b in zip(self.samples, self.samples[1:], strict=False) if b.sent > a.sent]
        spans = [b.at - a.at for a, b in zip(self.samples, self.samples[1:], strict=False) if b.sent > a.sent]
        return (busy[-1].sent - self.samples[0].sent) / sum(spans) if busy else 0.0


def main(argv: list[str] | None = None) -> int:
    """Print the figures; with --json also as one line."""
    parser = argparse.ArgumentParser(prog="bench.notices", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--per-minute", type=int, default=30_000)
    parser.add_argument("--quota", type=int, default=0, help="calls of the first day; 60 %% of the people if left out")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="bench-notices-") as folder:
        run = measure(Path(folder), args.people, args.per_minute, args.quota or args.people * 6 // 10 + FEW)
    report(run, args.per_minute)
    if args.json:
        print(json.dumps({"rate": run.rate, "states": run.states, "parked": run.parked, "calls": run.calls,
                          "memory": [round(each.memory, 1) for each in run.samples], "cpu": run.cpu,
                          "parked_calls": run.parked_calls, "urgent": run.urgent, "minutes": run.minutes}))  # fmt: skip
    return 0


def measure(folder: Path, people: int, per_minute: int, quota: int) -> Run:
    """Send one notice to `people`, of whom the day's `quota` lets some wait until midnight."""
    with running(folder, notice_per_minute=per_minute, log_level="warning") as product:
        run = Run(people)
        product.post("/phone/switches", {"quota_limits": f"{TEMPLATE}={quota}"})
        product.delegates(product.people(people)[:FEW], "A")
        until(lambda: len(product.children("sender")) == product.settings.senders)
        before, began = cpu_of(product), time.monotonic()
        number = write(product, "long", Audience("everyone"))
        last, urgent, asked = 0, 0, 0.0
        while not parked(product, number):
            last = look(product, run, number, began)
            if not urgent and last > people // 10:
                urgent, asked = write(product, "short", Audience("delegation", "A")), time.monotonic()
            if urgent and not run.urgent and outbox.notice(urgent).state is outbox.State.DONE:
                run.urgent = time.monotonic() - asked
        run.parked = ledger.counts(number).states.get("waiting", 0)
        calls = called(product)
        time.sleep(3 * LOOK)
        run.parked_calls = called(product) - calls
        midnight = (product.clock.now() + timedelta(days=1)).replace(hour=0, minute=0, second=5)
        product.post("/phone/switches", {"quota_limits": ""})
        product.post("/phone/clock", {"shown": midnight.isoformat(timespec="minutes")[:16]})
        product.clock.set(midnight)
        while outbox.notice(number).state is not outbox.State.DONE:
            look(product, run, number, began)
        look(product, run, number, began)
        after = cpu_of(product)
        spent = {name: after[name] - before[name] for name in before}
        run.cpu = {name: round(1000 * each / (people + FEW), 2) for name, each in spent.items()}
        run.states = ledger.counts(number).states
        run.calls = {each["verdict"]: each["count"] for each in tally(product)}
    return run


def write(product: Product, mark: str, audience: Audience) -> int:
    """One notice of a change."""
    details = {"item": "P", "when": "15:00", "was": "14:30", "place": "P", "note": "P"}
    return outbox.write("change", mark, audience, "moved", product.clock.now(), title="P", details=details)


def look(product: Product, run: Run, number: int, began: float) -> int:
    """Take a sample; how many were sent it."""
    time.sleep(LOOK)
    sent = ledger.counts(number).states.get("sent", 0)
    pids = [product.processes["sender"].pid, *product.children("sender")]
    run.samples.append(Sample(time.monotonic() - began, sent, sum(map(memory, pids))))
    calls = called(product)
    run.minutes[int(time.time() // 60)] += calls - run.minutes.total()
    if len(run.samples) % 20 == 0:
        print(f"  {run.samples[-1].at:5.0f} s  {sent:7}  {run.samples[-1].memory:.0f} MB", file=sys.stderr, flush=True)
    return sent


def parked(product: Product, number: int) -> bool:
    """Whether all that is left of the notice waits for another day."""
    told = outbox.notice(number)
    if not told.expanded:
        return told.state is outbox.State.DONE
    now = product.clock.now().replace(tzinfo=None) + timedelta(hours=1)
    due = NoticeBatch.select().where((NoticeBatch.notice == number) & NoticeBatch.open & (NoticeBatch.due < now))
    return not due.exists()


def tally(product: Product) -> list[dict[str, Any]]:
    """What the stand-in counted of template messages."""
    return [each for each in product.get("/phone/tally")["tally"] if each["what"] == TEMPLATE]


def called(product: Product) -> int:
    """Calls of that address so far."""
    return sum(each["count"] for each in tally(product))


def memory(pid: int) -> float:
    """MB of a process, what it shares with others in parts."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def cpu_of(product: Product) -> dict[str, float]:
    """Seconds of processor time of each program with its children."""
    found = {}
    for name, process in product.processes.items():
        fields = [_stat(pid) for pid in (process.pid, *product.children(name))]
        found[name] = sum(int(each[11]) + int(each[12]) for each in fields if each) / TICKS
    return found


def report(run: Run, per_minute: int) -> None:
    """The figures for people."""
    memories = [each.memory for each in run.samples]
    tenth = max(1, len(memories) // 10)
    print(f"{run.people} people: {run.rate:.0f} a second while anything was sent; {dict(run.states)}")
    first, last = sum(memories[:tenth]) / tenth, sum(memories[-tenth:]) / tenth
    print(f"memory of the sender's processes together: {min(memories):.0f} to {max(memories):.0f} MB; "
          f"mean of the first tenth {first:.0f}, of the last {last:.0f}")  # fmt: skip
    print(f"most in one minute {max(run.minutes.values())}, {per_minute} are allowed")
    print(f"45009: {run.parked} parked until midnight, {run.parked_calls} calls in 3 s meanwhile; then they went out")
    print(f"a notice to {FEW}, written in the middle of it, was through after {run.urgent:.1f} s")
    print(f"the stand-in's answers: {dict(run.calls)}")
    total = sum(run.cpu.values())
    shares = ", ".join(f"{name} {each:.1f} ({each / total:.0%})" for name, each in run.cpu.items())
    print(f"milliseconds of processor time for each person: {shares}")


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


if __name__ == "__main__":
    sys.exit(main())
