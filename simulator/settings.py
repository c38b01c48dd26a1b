"""The stand-in's part of config.yaml and the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import yaml

BEIJING = timezone(timedelta(hours=8), "UTC+08:00")
ROOT = Path(__file__).resolve().parent.parent
MODES = ("plain", "compat", "safe")


@dataclass(frozen=True)
class App:
    """One registered application: the official account, or the mini program."""

    appid: str
    secret: str
    original_id: str
    token: str
    aes_key: str


@dataclass(frozen=True)
class Settings:
    """What the stand-in needs to know. `start` is None when the clock is the wall's."""

    account: App
    miniprogram: App | None
    webhook: str
    own_url: str
    data: Path
    start: datetime | None
    mode: str
    public_url: str = ""  # how phones reach the product; empty: as the webhook

    @property
    def database(self) -> Path:
        """Where users, menu, codes and bubbles are kept."""
        return self.data / "simulator.db"

    @property
    def clock_file(self) -> Path:
        """The file through which product and stand-in share a demo clock."""
        return self.data / "clock.json"


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the same configuration as the product: the file that CONFIG names, overridden by the environment.

    SIMULATOR_WEBHOOK names another webhook than the product's own on this machine.
    Raises OSError if there is no file, ValueError on a clock that isn't a time.
    """
    file = Path(environment.get("CONFIG") or ROOT / "config.yaml")
    from_file = yaml.safe_load(file.read_text(encoding="utf-8")) or {}

    def key(name: str, default: str = "") -> str:
        value = environment.get(name.upper(), from_file.get(name))
        return str(default if value is None else value).strip()

    def app(prefix: str) -> App:
        return App(
            appid=key(f"{prefix}_appid"),
            secret=key(f"{prefix}_secret"),
            original_id=key(f"{prefix}_original_id"),
            token=key(f"{prefix}_token"),
            aes_key=key(f"{prefix}_aes_key"),
        )

    accepted = key("wechat_modes", "safe").replace(" ", "").split(",")
    start = datetime.fromisoformat(key("clock")) if key("clock") else None
    if start is not None and start.tzinfo is None:
        start = start.replace(tzinfo=BEIJING)
    return Settings(
        account=app("wechat"),
        miniprogram=app("miniprogram") if key("miniprogram_appid") else None,
        webhook=environment.get("SIMULATOR_WEBHOOK") or f"http://127.0.0.1:{key('port', '8000')}/wechat",
        own_url=f"http://127.0.0.1:{key('simulator_port', '8001')}",
        data=Path(key("data_dir", "data")).absolute(),
        start=start,
        mode=next((mode for mode in reversed(MODES) if mode in accepted), "safe"),
        public_url=key("public_url"),
    )
