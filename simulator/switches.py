"""The switches: faults to inject, and behaviour on which reports of the real platform differ."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from simulator.settings import ROOT
from simulator.switch_table import GROUPS, TABLE

_BY_NAME = {switch.name: switch for switch in TABLE}
WORDS: dict[str, Any] = yaml.safe_load((ROOT / "simulator" / "words.yaml").read_text(encoding="utf-8"))


class Switches:
    """The current values; `changed` hears of them after each change."""

    def __init__(self, values: Mapping[str, Any], changed: Callable[[dict[str, Any]], None]) -> None:
        self._values = {switch.name: switch.default for switch in TABLE}
        self._values.update({name: value for name, value in values.items() if name in _BY_NAME})
        self._changed = changed
        self._lock = threading.Lock()

    def on(self, name: str) -> bool:
        """A bool switch."""
        return bool(self._values[name])

    def number(self, name: str) -> float:
        """A number switch."""
        return float(self._values[name])

    def text(self, name: str) -> str:
        """A text or choice switch."""
        return str(self._values[name])

    def values(self) -> dict[str, Any]:
        """All of them."""
        return dict(self._values)

    def table(self) -> list[dict[str, Any]]:
        """All of them with group, default, kind, choices and what they do."""
        return [
            {
                "name": switch.name,
                "group": WORDS["switch_groups"][group],
                "value": self._values[switch.name],
                "default": switch.default,
                "kind": switch.kind,
                "choices": list(switch.choices),
                "about": WORDS["switches"][switch.name],
            }
            for group, switches in GROUPS.items()
            for switch in switches
        ]

    def set(self, values: Mapping[str, Any]) -> None:
        """Turn some. Raises ValueError naming the first that doesn't exist or can't have that value; none is turned."""
        wanted = {name: _checked(name, value) for name, value in values.items()}
        with self._lock:
            self._values.update(wanted)
        self._changed(self.values())

    def take_api_fault(self, path: str) -> str:
        """The fault for one call of the API, or an empty text. Counts down `api_fault_after` and `api_fault_times`."""
        with self._lock:
            fault = self.text("api_fault")
            if not fault or not path.startswith(self.text("api_fault_path")):
                return ""
            after, left = self.number("api_fault_after"), self.number("api_fault_times")
            if after >= 1:
                self._values["api_fault_after"] = after - 1
                fault = ""
            elif left == 1:
                self._values.update(api_fault="", api_fault_times=0.0)
            elif left > 1:
                self._values["api_fault_times"] = left - 1
            else:
                return fault
        self._changed(self.values())
        return fault


def _checked(name: str, value: Any) -> bool | float | str:
    switch = _BY_NAME.get(name)
    if switch is None:
        raise ValueError(name)
    if switch.kind == "bool" and isinstance(value, bool):
        return value
    if switch.kind == "number" and isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e6:
        return float(value)
    if switch.kind == "choice" and value in switch.choices:
        return str(value)
    if switch.kind == "text" and isinstance(value, str) and len(value) <= 200:
        return value
    raise ValueError(name)
