"""The stand-in's phone over HTTP: what a rehearsal asks of it."""

import http.client
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

IDLE = 1.0  # seconds after which a kept connection is not trusted: an act that is sent twice is done twice
PATIENCE = 30.0  # seconds


class Phone:
    """One connection to the stand-in, for one thread. Raises OSError or HTTPException when it is gone."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._connection: http.client.HTTPConnection | None = None
        self._used = 0.0

    def get(self, path: str) -> Any:
        """The JSON at a path."""
        return self._ask("GET", path, None)

    def post(self, path: str, values: Mapping[str, Any] | list[dict[str, Any]]) -> Any:
        """The JSON that answers to these values."""
        return self._ask("POST", path, json.dumps(values).encode())

    def people(self, names: list[str]) -> list[str]:
        """New people with phones; their openids in order."""
        return [self.post("/phone/users", {"name": name})["openid"] for name in names]

    def codes(self) -> dict[str, str]:
        """The ticket of each code, by its scene."""
        return {code["scene"]: code["ticket"] for code in reversed(self.get("/phone/state")["codes"])}

    def taps(self) -> dict[str, list[int]]:
        """The way through the menu to each button, by its key."""
        menu = self.get("/phone/state")["menu"] or {"button": []}
        found: dict[str, list[int]] = {}
        for place, column in enumerate(menu["button"]):
            found |= {column["key"]: [place]} if column.get("key") else {}
            for inside, button in enumerate(column.get("sub_button") or ()):
                found |= {button["key"]: [place, inside]} if button.get("key") else {}
        return found

    def wire(self, after: int) -> list[dict[str, Any]]:
        """What went over the wire after that entry, oldest first."""
        entries: list[dict[str, Any]] = self.get(f"/phone/wire?after={after}&limit=5000")["entries"]
        return entries

    def history(self, openid: str) -> list[dict[str, Any]]:
        """What stands on a person's screen, oldest first."""
        bubbles: list[dict[str, Any]] = self.get(f"/phone/history?openid={quote(openid)}&limit=1000")["bubbles"]
        return bubbles

    def switch(self, **values: Any) -> None:
        """Turn the stand-in's switches. ValueError when it refuses."""
        answer = self.post("/phone/switches", values)
        if "switches" not in answer:
            raise ValueError(answer.get("error"))

    def script(self, steps: list[dict[str, Any]]) -> None:
        """Which of the next pushes go wrong, and how. ValueError when it refuses."""
        answer = self.post("/phone/script", steps)
        if not answer["ok"]:
            raise ValueError(answer["error"])

    def clock(self, **values: float) -> dict[str, float]:
        """Move the clock, or make it run faster; what it shows now."""
        clock: dict[str, float] = self.post("/phone/clock", values)["clock"]
        return clock

    def _ask(self, method: str, path: str, body: bytes | None) -> Any:
        connection = self._warm()
        headers = {"Content-Type": "application/json"} if body is not None else {}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        self._used = time.monotonic()
        return json.loads(answer)

    def _warm(self) -> http.client.HTTPConnection:
        if self._connection is None or time.monotonic() - self._used > IDLE:
            self.close()
            self._connection = http.client.HTTPConnection(*self._address, timeout=PATIENCE)
        return self._connection

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
