"""The database behind DATABASE_URL: opened once per process, migrated once before any fork."""

import contextlib
import fcntl
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peewee import AutoField, BooleanField, CharField, DatabaseProxy, IntegerField, Model, SqliteDatabase
from playhouse.db_url import connect
from playhouse.migrations import Runner

database = DatabaseProxy()
MIGRATIONS = Path(__file__).parent / "migrations"


class Row(Model):
    """Base of every table."""

    id = AutoField()

    class Meta:
        database = database
        legacy_table_names = False


class HandedOver(Row):
    """A row that came from a file of the organisers: which file, sheet and line, and whether it still counts."""

    source = CharField(max_length=200, default="", index=True)  # file name inside the hand-over folder
    sheet = CharField(max_length=120, default="")
    line = IntegerField(default=0)  # 1-based row in the sheet; 0 for a manuscript
    digest = CharField(max_length=64, default="")  # of the values as loaded: tells "changed" from "left alone"
    withdrawn = BooleanField(default=False, index=True)  # no longer in the file: kept, but never shown


def bind(url: str, patience: float | None = None) -> None:
    """Point all tables at `url` (sqlite:///PATH, postgresql://..., mysql://...?mariadb=true).

    `patience` in seconds: how long a statement may take before it is given up; None waits as long as it takes.
    """
    if database.obj is not None:
        close()  # this thread's connection to where the tables pointed before
    database.initialize(_open(url, patience))


def _open(url: str, patience: float | None) -> Any:
    if url.startswith("sqlite"):
        path = url.split("///", 1)[1]
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        busy = int(1000 * (patience or 5))
        pragmas = {
            "journal_mode": "wal", "busy_timeout": busy, "synchronous": "normal", "foreign_keys": 1,
            "secure_delete": 1,  # what is erased is overwritten
        }  # fmt: skip
        return connect(url, pragmas=pragmas, lock_type="IMMEDIATE")
    # The platform waits five seconds in all: a server that takes two to accept a connection is gone.
    options: dict[str, Any] = {"connect_timeout": 2}
    if url.startswith("postgres"):
        if patience:
            ms = int(1000 * patience)
            options |= {"options": f"-c statement_timeout={ms}", "tcp_user_timeout": ms}
        return connect(url.replace("postgresql://", "psycopg3://").replace("postgres://", "psycopg3://"), **options)
    if patience:
        options |= {"read_timeout": patience, "write_timeout": patience}
    if "mariadb=" not in url:
        url = f"{url}{'&' if '?' in url else '?'}mariadb=true"
    return connect(url, charset="utf8mb4", **options)


def apply(lock_file: Path | None, finish: Callable[[], None]) -> list[str]:
    """Apply pending migrations and call `finish`; the applied names. A file lock keeps two starts apart."""
    with contextlib.ExitStack() as stack:
        if lock_file is not None:
            lock_file.parent.mkdir(parents=True, exist_ok=True)
            fcntl.flock(stack.enter_context(lock_file.open("w")), fcntl.LOCK_EX)
        names = list(Runner(database.obj, str(MIGRATIONS)).up())
        finish()
        return names


def ping() -> None:
    """One round trip; raises peewee.PeeweeException (or the driver's error) when the database is gone."""
    database.execute_sql("SELECT 1")


def close() -> None:
    """Give this thread's connection back."""
    if not database.is_closed():
        database.close()


def release() -> None:
    """Give back a server's connection, which may be gone when it is wanted again; a file stays open."""
    if not isinstance(database.obj, SqliteDatabase):
        close()


def snapshot() -> Any:
    """A transaction that only reads: on SQLite it waits for nobody who writes."""
    return database.atomic("DEFERRED") if isinstance(database.obj, SqliteDatabase) else database.atomic()
