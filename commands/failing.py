"""What commands say, in one line, when platform, Redis or database is not there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import peewee
import redis

import models
from commands.wording import words
from config import Settings
from congress.checkin import stages
from wechat.client import PlatformDown, PlatformError


class Failed(Exception):
    """The command can't be done; the text is the one line for the reader."""


@contextmanager
def failing_plainly(settings: Settings) -> Iterator[None]:
    """Bind the tables; turn what may be missing into Failed, and give the connection back."""
    models.unlock(settings.data_key, settings.old_data_keys)
    models.bind(settings.database)
    stages.use(settings.stages, settings.desks)
    try:
        yield
    except PlatformError as error:
        raise Failed(words("failed.txt", what="refused", why=error)) from None
    except PlatformDown as error:
        raise Failed(words("failed.txt", what="unreachable", why=error, address=settings.api_url)) from None
    except redis.RedisError as error:
        raise Failed(words("failed.txt", what="redis", why=type(error).__name__)) from None
    except models.NoKey:
        raise Failed(words("failed.txt", what="key")) from None
    except peewee.PeeweeException as error:
        raise Failed(words("failed.txt", what="tables", why=type(error).__name__)) from None
    finally:
        models.close()


def complain(line: object) -> int:
    """Say it on stderr; the exit code of a command that could not be done."""
    print(line, file=sys.stderr)
    return 1
