"""Look at everything the product stands on: one line each, and what to do about what is wrong."""

import argparse
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import redis
from playhouse.migrations import Runner

import models
from commands.wording import words
from config import DEMO_SECRETS, Settings
from models.base import MIGRATIONS
from supervision import checks
from supervision.checks import CannotStart
from wechat.client import PlatformDown, PlatformError

HELP = "look at configuration, database, Redis and the platform: one line each"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 if all is well, 1 if anything is not. Leaves nothing behind."""
    looks: dict[str, Callable[[Settings], str]] = {
        "configuration": _configuration,
        "data folder": _data_folder,
        "database": _database,
        "redis": _redis,
        "platform": _platform,
    }
    bad = 0
    for name, look in looks.items():
        try:
            print(f"ok   {name:<14} {look(settings)}", flush=True)
        except CannotStart as trouble:
            bad += 1
            print(f"BAD  {name:<14} {trouble}", flush=True)
    return 1 if bad else 0


def _configuration(settings: Settings) -> str:
    # Bad values never come this far: the configuration refuses them, naming the key.
    account = f"{settings.wechat_appid}, {settings.wechat_original_id}, webhook {settings.web_url}/wechat"
    demo = [key.upper() for key, value in DEMO_SECRETS.items() if getattr(settings, key) == value]
    return account + (f"; demo values of {', '.join(demo)}" if demo else "")


def _data_folder(settings: Settings) -> str:
    probe = settings.data / f".check-{uuid.uuid4().hex[:8]}"
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise CannotStart(f"{settings.data} can't be written ({error.strerror}): DATA_DIR names another") from None
    return str(settings.data)


def _database(settings: Settings) -> str:
    where = checks.without_password(settings.database)
    if settings.database.startswith("sqlite") and not Path(settings.database.split("///", 1)[1]).exists():
        raise CannotStart(f"{where} is not there yet: python server.py migrate makes it")
    checks.database_answers(settings.database)
    try:
        pending = [each.name for each in Runner(models.database.obj, str(MIGRATIONS)).status() if each.applied is None]
        if pending:
            raise CannotStart(f"{where} misses {', '.join(pending)}: python server.py migrate")
        models.unlock(settings.data_key, settings.old_data_keys)
        models.prove_key()
        with models.database.atomic() as transaction:
            models.Revision.raise_()
            transaction.rollback()
        return f"{where}, writable, revision {models.Revision.current()}"
    except models.NoKey as error:
        raise CannotStart(f"{error}. {words('failed.txt', what='key')}") from None
    finally:
        models.close()


def _redis(settings: Settings) -> str:
    try:
        checks.redis_answers(settings.redis)
    except CannotStart:
        if settings.embedded_redis:
            raise CannotStart("the embedded server runs while the product does: make run starts it") from None
        raise
    name = f"check:{uuid.uuid4().hex}"
    try:
        with closing(redis.Redis.from_url(settings.redis, socket_timeout=3)) as client:
            client.set(name, "x", ex=10)
            client.delete(name)
    except redis.RedisError as error:
        raise CannotStart(f"Redis answers but takes no writes ({checks.one_line(error)})") from None
    return checks.without_password(settings.redis)


def _platform(settings: Settings) -> str:
    from server import client_for

    try:
        menu = client_for(settings).menu()
    except PlatformError as error:
        raise CannotStart(
            f"{settings.api_url} refuses us ({error}). docs/wechat.md, section 19, says what the code means"
        ) from None
    except PlatformDown as error:
        raise CannotStart(f"{settings.api_url} can't be reached ({error}): WECHAT_API_URL names it") from None
    return settings.api_url + ("" if menu else "; no menu is there: python server.py menu publish")
