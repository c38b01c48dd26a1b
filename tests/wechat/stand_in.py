"""The project's own stand-in on a real socket, with its time in the hands of a test. For tests only."""

import threading
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from simulator.app import create_app
from simulator.clock import Clock
from simulator.notices.windows import MESSAGE
from simulator.platform import Platform
from simulator.settings import App, Settings
from tests.wechat.conftest import START, Time

APPID, SECRET = "wx0123456789abcdef", "demosecret"
MINI_APPID, MINI_SECRET = "wxfedcba9876543210", "minisecret"
NOBODY = "http://127.0.0.1:9/wechat"  # no webhook is needed here


class _HandClock(Clock):
    def __init__(self, hands: Time) -> None:
        super().__init__(None)
        self._hands = hands

    def wall(self) -> float:
        return START.timestamp() + self._hands.seconds


class StandIn:
    """Serves until `stop`."""

    def __init__(self, data: Path, hands: Time) -> None:
        account = App(APPID, SECRET, "gh_demo00000001", "demotoken", "A" * 43)
        mini = App(MINI_APPID, MINI_SECRET, "gh_demo00000002", "minitoken", "B" * 43)
        settings = Settings(account, mini, NOBODY, "http://127.0.0.1:8001", data, None, "plain")
        self._app = create_app(settings, _HandClock(hands))
        self.platform: Platform = self._app.extensions["platform"]
        self._server = make_server("127.0.0.1", 0, self._app, threaded=True)
        self._server.daemon_threads = True  # type: ignore[attr-defined]  # of the threading mix-in
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self.platform.store.close()

    def follower(self) -> str:
        """A person who follows and may be written to five times."""
        answer = self._app.test_client().post("/phone/users", json={"name": "王代表"}).get_json()
        openid: str = answer["openid"]
        self.platform.store.set_following(openid, True, START.timestamp(), "")
        self.platform.windows.opened(openid, MESSAGE)
        return openid

    def act(self, openid: str, do: str, /, **values: Any) -> dict[str, Any]:
        """Let the person do something on the phone."""
        answer = self._app.test_client().post("/phone/act", json={"openid": openid, "do": do, **values}).get_json()
        assert answer["ok"], answer
        return dict(answer)

    def mini_openid(self, openid: str) -> str:
        """By which openid the mini program knows the person."""
        user = self.platform.store.user(openid)
        assert user is not None
        return user.mini_openid

    def cards(self, openid: str) -> list[dict[str, str]]:
        """The notifications that reached the person's phone, each as its values by label."""
        bubbles = self.platform.store.bubbles(openid, 100)
        return [{row["label"]: row["value"] for row in b["card"]["rows"]} for b in bubbles if b["kind"] == "template"]

    def switch(self, **values: Any) -> None:
        """Turn switches."""
        self.platform.switches.set(values)

    def shown(self, openid: str) -> list[str]:
        """The texts that reached the person's phone."""
        return [bubble["text"] for bubble in self.platform.store.bubbles(openid, 100) if bubble["from"] == "account"]

    def called(self, path: str) -> int:
        """How many calls of an address came."""
        return sum(entry["what"] == path for entry in self.platform.ledger.entries())
