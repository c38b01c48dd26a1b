"""Staff at the console over HTTP, as their browsers use it."""

import secrets
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import requests

PATIENCE = 20.0  # seconds
TRIES, PAUSE = 20, 0.5  # while the console is busy with the passwords of others, and wall seconds between them
BUSY = 503
JSON = {"Accept": "application/json"}


class Refused(RuntimeError):
    """The console did not do it; the text names the page and the answer's status."""


class Staff:
    """One who is signed in, with a password of their own. Raises Refused; OSError when the console is not there."""

    def __init__(self, address: str, login: str, one_time: str) -> None:
        self.login = login
        self._address = f"{address}/console"
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy between us and the product
        self.form("/sign-in", login=login, password=one_time)
        own = secrets.token_urlsafe(24)
        self.form("/password", old=one_time, new=own, again=own)

    def form(self, path: str, page: str = "", **values: str) -> requests.Response:
        """Fill in a form that stands on its own address, or on another page, and send it with what it hides."""
        hidden = _Hidden(path)
        hidden.feed(self._page(page or path))
        url = self._address + path
        for _ in range(TRIES):
            answer = self._session.post(url, {**hidden.values, **values}, timeout=PATIENCE, allow_redirects=False)
            if answer.status_code != BUSY:
                break
            time.sleep(PAUSE)
        if answer.status_code not in (302, 303):
            raise Refused(f"{path}: {answer.status_code}")
        return answer

    def get(self, path: str, **values: str) -> Any:
        """The JSON at a path."""
        answer = self._session.get(self._address + path, params=values, headers=JSON, timeout=PATIENCE)
        return _json(path, answer)

    def post(self, path: str, token: str, values: dict[str, Any]) -> Any:
        """The JSON that answers to these values; `token` is what `checkin/hello` gave."""
        headers = {**JSON, "X-CSRFToken": token}
        answer = self._session.post(self._address + path, json=values, headers=headers, timeout=PATIENCE)
        return _json(path, answer)

    def close(self) -> None:
        """Shut the browser."""
        self._session.close()

    def _page(self, path: str) -> str:
        answer = self._session.get(self._address + path, timeout=PATIENCE)
        if answer.status_code != 200:
            raise Refused(f"{path}: {answer.status_code}")
        return answer.text


@dataclass(frozen=True)
class Crew:
    """All of them: one for each staffed desk, and two of the office."""

    desks: tuple[Staff, ...]
    writer: Staff
    approver: Staff


class _Hidden(HTMLParser):
    """What the form for a path hides; a form that names no path is for the page's own."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._path, self._inside = path, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of what stands inside."""
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = found.get("action", "").partition("?")[0]
            self._inside = not action or action.endswith(self._path)
        elif tag == "input" and self._inside and found.get("type") == "hidden" and found.get("name"):
            self.values[found["name"]] = found.get("value", "")


def _json(path: str, answer: requests.Response) -> Any:
    if answer.status_code != 200:
        raise Refused(f"{path}: {answer.status_code}")
    return answer.json()
