"""Reading the content while somebody loads."""

import time
from pathlib import Path

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


def test_another_database_s_content_is_read_though_its_revision_has_the_same_number(database_url: str, tmp_path: Path):
    models.Revision.raise_()
    before = catalogue.current()
    models.bind(f"sqlite:///{tmp_path / 'another.db'}")
    models.migrate()
    models.Revision.raise_()
    after = catalogue.current()
    assert (before.revision, after.revision, after is before) == (1, 1, False)
    models.close()
    models.bind(database_url)
