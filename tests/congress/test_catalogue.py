"""Reading the content while somebody loads."""

import time

import models
from congress import catalogue


def test_reading_waits_for_nobody_who_writes(database_url: str):
    models.Revision.raise_()
    if isinstance(models.database.obj, models.base.SqliteDatabase):
        import sqlite3

        with sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None) as writer:
            writer.execute("BEGIN IMMEDIATE")
            start = time.monotonic()
            assert catalogue.current().revision == 1
            assert time.monotonic() - start < 1
        writer.close()
    else:
        assert catalogue.current().revision == 1


def test_released_a_servers_connection_is_closed_and_a_file_stays_open(database_url: str):
    models.ping()
    models.release()
    is_file = isinstance(models.database.obj, models.base.SqliteDatabase)
    assert models.database.is_closed() is not is_file
    models.ping()
