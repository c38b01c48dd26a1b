"""What the operator sees while a rehearsal plays: a table that lives, or plain lines where there is no terminal."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.live import Live
from rich.table import Table

from clock import BEIJING
from rehearsal.conductor import Conductor, Moment
from rehearsal.judging.latency import Latency, latency
from rehearsal.report import words

LOOK = 0.25  # seconds between two pictures
LINE = 5.0  # seconds between two plain lines
RECENT = 5.0  # seconds whose replies count as recent


class View:
    """Shows a conductor's progress; `look` may be called as often as one likes."""

    def __init__(self, conductor: Conductor, console: Console, live: Live | None) -> None:
        self._conductor, self._console, self._live = conductor, console, live
        self._words = words()
        self._looked = self._said = 0.0
        self._told: set[int] = set()

    def look(self) -> None:
        """Show how things stand, if the last picture is old enough."""
        now = time.monotonic()
        if self._live is not None:
            if now - self._looked >= LOOK:
                self._looked = now
                self._live.update(self._table(), refresh=True)
            return
        for moment in self._conductor.run.moments:
            if id(moment) not in self._told:
                self._told.add(id(moment))
                self._console.print(f"! {self._words['faults'][moment.name]} {moment.name}", markup=False)
        if now - self._said >= LINE:
            self._said = now
            self._console.print(self._line(), markup=False)

    def _line(self) -> str:
        live, facts = self._words["live"], self._facts()
        return "  ".join(f"{live[name]} {facts[name]}" for name in facts)

    def _table(self) -> Table:
        live, facts = self._words["live"], self._facts()
        table = Table(title=live["title"], show_header=False, min_width=60)
        table.add_column(style="cyan", no_wrap=True)
        table.add_column(no_wrap=True)
        for name, value in facts.items():
            bad = name == "prompts" and value != "0"
            table.add_row(live[name], value, style="bold red" if bad else None)
        going_on = "，".join(map(self._named, self._conductor.going_on()))
        table.add_row(live["faults"], going_on or live["calm"], style="yellow" if going_on else "green")
        return table

    def _facts(self) -> dict[str, str]:
        conductor = self._conductor
        messages = list(conductor.wire.messages.values())
        since = time.time() - RECENT
        recent: Latency = latency(message for message in reversed(messages[-2000:]) if message.settled > since)
        shown = datetime.fromtimestamp(conductor.pace.shown(), BEIJING)
        prompts = sum(len(message.failures) >= 3 and not message.settled for message in messages)
        return {
            "scene": self._words["scenes"].get(conductor.scene, conductor.scene),
            "clock": f"{shown:%m-%d %H:%M}",
            "speed": f"× {conductor.pace.speed:.0f}",
            "messages": str(len(messages)),
            "answers": str(sum(bool(message.answer) for message in messages)),
            "under_way": str(conductor.under_way()),
            "prompts": str(prompts),
            "latency": f"{recent.p50 * 1000:.0f} / {recent.p99 * 1000:.0f} ms",
        }

    def _named(self, moment: Moment) -> str:
        return f"{self._words['faults'][moment.name]} {time.time() - moment.began:.0f} s"


@contextmanager
def view(conductor: Conductor, console: Console) -> Iterator[View]:
    """The view for as long as it plays."""
    if not console.is_terminal:
        yield View(conductor, console, None)
        return
    with Live(console=console, auto_refresh=False) as live:
        yield View(conductor, console, live)
