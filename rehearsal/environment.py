"""Where a rehearsal's product lives: a scratch folder, free ports, settings of its own."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

import config
from config import Settings

ROOT = Path(__file__).parent.parent
STARTS = "2019-05-05T12:30+08:00"
CONGRESS = ("stages", "desks", "notice_subscriptions", "notice_templates")


@contextmanager
def scratch(folder: Path, like: Settings) -> Iterator[Settings]:
    """Settings of the scratch product; children read the same from a file of its own, whatever the operator set."""
    for name in ("logs", "redis", "metrics"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    web, phone = _free_ports(2)
    written = {
        "wechat_appid": "wx0123456789abcdef", "wechat_original_id": "gh_demo00000001", **config.DEMO_SECRETS,
        "wechat_modes": "plain,compat,safe", "data_dir": str(folder), "port": web, "simulator_port": phone,
        "clock": STARTS, "log_level": "info", "web_workers": max(2, like.web_workers), "web_threads": like.web_threads,
        **_congress(),
    }  # fmt: skip
    file = folder / "config.yaml"
    file.write_text(yaml.safe_dump(written), encoding="utf-8")
    ours = {"CONFIG", "SIMULATOR_WEBHOOK", *(name.upper() for name in Settings.model_fields)}
    before = {name: value for name, value in os.environ.items() if name.upper() in ours}
    for name in before:
        del os.environ[name]
    os.environ["CONFIG"] = str(file)
    try:
        yield config.load()
    finally:
        del os.environ["CONFIG"]
        os.environ.update(before)


def _congress() -> dict[str, Any]:
    """What the project's own configuration says of the demo: its stages and desks, its templates of notices."""
    written = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    return {name: written[name] for name in CONGRESS}


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
