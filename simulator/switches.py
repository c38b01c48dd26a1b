"""The switches: faults to inject, and behaviour on which reports of the real platform differ."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from simulator.settings import ROOT


@dataclass(frozen=True)
class Switch:
    """One switch. Its default tells its kind; `choices` limits a text."""

    name: str
    default: bool | float | str
    choices: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """bool, number, choice or text."""
        if isinstance(self.default, bool):
            return "bool"
        return "number" if isinstance(self.default, float) else "choice" if self.choices else "text"


TABLE = (
    # --- deliveries (docs/wechat.md, section 3) ---
    Switch("attempts", 3.0),
    Switch("cut_seconds", 5.0),
    Switch("hold_seconds", 0.0),  # each push waits a random time up to this: pushes overtake each other
    Switch("duplicate", False),  # one delivery more, after a good answer
    Switch("retry_fresh", True),  # a retry gets another timestamp, nonce and ciphertext
    Switch("openid_in_url", True),
    Switch("mark_fail", False),  # suspend a server that fails again and again
    Switch("mark_fail_after", 10.0),
    Switch("mark_fail_seconds", 60.0),
    # --- what pushes hold (sections 4 to 6) ---
    Switch("recognition", True),
    Switch("menu_id_in_click", False),
    Switch("extra_elements", False),
    Switch("mini_format", "json", ("json", "xml")),
    # --- the API (section 8) ---
    Switch("api_fault", "", ("", "-1", "40001", "45009", "45011", "html", "reset")),
    Switch("api_fault_path", ""),  # only addresses that begin so; empty: all
    Switch("api_fault_times", 0.0),  # so many calls, then the switch falls back; 0: until it is turned off
    Switch("api_slow_seconds", 0.0),
    Switch("ip_refused", False),
    # --- logging in (sections 15 to 17) ---
    Switch("oauth_domain", ""),  # what the settings page holds; empty: where the product is
    Switch("oauth_strict", True),  # order of the parameters, fragment, characters of state
    Switch("oauth_follower_silent", False),  # a follower isn't asked
    Switch("oauth_refusal", "state", ("state", "close")),
    Switch("oauth_snapshot", False),
    Switch("oauth_double", False),  # the way back is opened twice with one code
    Switch("used_code", "40163", ("40163", "40029")),
    Switch("mini_login_blocked", False),  # 40226
    Switch("unionid", False),  # bound to an Open Platform account
    Switch("ticket_fresh", False),  # another ticket for every call
    Switch("mini_pages", ""),  # the published pages, with commas between them; empty: every page exists
    # --- content checks (section 17) ---
    Switch("content_v1", False),  # calls of the old version are still answered, risky ones with 87014
    Switch("media_suggest", "", ("", "pass", "review", "risky", "failed")),  # empty: by looking at the file
    Switch("media_check_seconds", 2.0),
)
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
        """All of them with default, kind, choices and what they do."""
        return [
            {
                "name": switch.name,
                "value": self._values[switch.name],
                "default": switch.default,
                "kind": switch.kind,
                "choices": list(switch.choices),
                "about": WORDS["switches"][switch.name],
            }
            for switch in TABLE
        ]

    def set(self, values: Mapping[str, Any]) -> None:
        """Turn some. Raises ValueError naming the first that doesn't exist or can't have that value; none is turned."""
        wanted = {name: _checked(name, value) for name, value in values.items()}
        with self._lock:
            self._values.update(wanted)
        self._changed(self.values())

    def take_api_fault(self, path: str) -> str:
        """The fault for one call of the API, or an empty text. Counts down `api_fault_times`."""
        with self._lock:
            fault = self.text("api_fault")
            if not fault or not path.startswith(self.text("api_fault_path")):
                return ""
            left = self.number("api_fault_times")
            if left == 1:
                self._values.update(api_fault="", api_fault_times=0.0)
            elif left > 1:
                self._values["api_fault_times"] = left - 1
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
