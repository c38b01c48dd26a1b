"""A script of faults: which of the next calls and deliveries go wrong, and how."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.errors import TEXTS
from simulator.switches import Switches

CALL_FAULTS = ("slow", "reset", "html", "5xx", "lost")
PUSH_FAULTS = ("slow", "duplicate", "concurrent", "overtaken", "lost", "reset", "dropped")
MOST_STEPS = 100


@dataclass(frozen=True)
class Fault:
    """What goes wrong. `seconds` pass before it; `attempts` of a delivery are hit, from the first."""

    name: str = ""
    seconds: float = 0
    attempts: int = 1

    @property
    def errcode(self) -> int:
        """The error that a call answers, 0 for none."""
        return int(self.name) if self.name.lstrip("-").isdecimal() else 0


class Step:
    """One line: so many things of that beginning are let through, then so many go wrong (0: all from then on)."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Raises ValueError, naming what is wrong."""
        unknown = set(values) - {"path", "push", "fault", "times", "after", "seconds", "attempts"}
        if unknown:
            raise ValueError(sorted(unknown)[0])
        if ("path" in values) == ("push" in values):
            raise ValueError("path")
        self.of_pushes = "push" in values
        self.begins = str(values["push" if self.of_pushes else "path"])
        name = str(values.get("fault", ""))
        self.fault = Fault(name, _number(values, "seconds", 0), int(_number(values, "attempts", 1)))
        if name not in (PUSH_FAULTS if self.of_pushes else CALL_FAULTS) and (
            self.of_pushes or self.fault.errcode not in TEXTS
        ):
            raise ValueError("fault")
        self.times, self.after = int(_number(values, "times", 1)), int(_number(values, "after", 0))
        self.let_through = self.used = 0

    def take(self, what: str) -> bool:
        """Whether this one goes wrong."""
        if not what.startswith(self.begins):
            return False
        if self.let_through < self.after:
            self.let_through += 1
            return False
        if self.times and self.used >= self.times:
            return False
        self.used += 1
        return True

    def shown(self) -> dict[str, Any]:
        """As it was given, with how far it is."""
        return {
            "push" if self.of_pushes else "path": self.begins,
            "fault": self.fault.name,
            "times": self.times,
            "after": self.after,
            "seconds": self.fault.seconds,
            "attempts": self.fault.attempts,
            "let_through": self.let_through,
            "used": self.used,
        }


class Faults:
    """The script, and the switches that make faults; `changed` hears of the script after each step taken."""

    def __init__(self, switches: Switches, changed: Callable[[list[dict[str, Any]]], None]) -> None:
        self._switches = switches
        self._changed = changed
        self._steps: list[Step] = []
        self._lock = threading.Lock()

    def play(self, steps: Any) -> None:
        """Begin another script; an empty one ends it. Raises ValueError, and goes on with the one before."""
        if not isinstance(steps, list) or len(steps) > MOST_STEPS or not all(isinstance(one, dict) for one in steps):
            raise ValueError("script")
        fresh = [Step(one) for one in steps]
        with self._lock:
            self._steps = fresh
        self._changed(self.shown())

    def shown(self) -> list[dict[str, Any]]:
        """The script and how far it is."""
        with self._lock:
            return [step.shown() for step in self._steps]

    def of_call(self, path: str) -> Fault:
        """What becomes of this call; the script goes before the switch."""
        return self._taken(False, path) or Fault(self._switches.take_api_fault(path))

    def of_push(self, what: str) -> Fault:
        """What becomes of this delivery; the script goes before the switches."""
        if scripted := self._taken(True, what):
            return scripted
        switches = {"out_of_order": "overtaken", "concurrent": "concurrent", "lost_response": "lost"}
        named = (fault for switch, fault in switches.items() if self._switches.on(switch))
        return Fault(next(named, "duplicate" if self._switches.on("duplicate") else ""))

    def _taken(self, of_pushes: bool, what: str) -> Fault | None:
        with self._lock:
            mine = (step for step in self._steps if step.of_pushes == of_pushes)
            found = next((step for step in mine if step.take(what)), None)
        if found is None:
            return None
        self._changed(self.shown())
        return found.fault


def _number(values: Mapping[str, Any], name: str, usual: float) -> float:
    value = values.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise ValueError(name)
    return float(value)
