"""Staff at the console over HTTP, as their browsers use it."""

import re
import secrets
from typing import Any

import requests

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
PATIENCE = 20.0  # seconds
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
        """Fill in the form of a page (its own address, unless another is given) and send it."""
        token = TOKEN.search(self._page(page or path))
        if token is None:
            raise Refused(f"{page or path}: no form")
        answer = self._session.post(
            self._address + path, {**values, "csrf_token": token[1]}, timeout=PATIENCE, allow_redirects=False
        )
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


def _json(path: str, answer: requests.Response) -> Any:
    if answer.status_code != 200:
        raise Refused(f"{path}: {answer.status_code}")
    return answer.json()
