"""A database of the first release, brought up to date with what it holds."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest

import models
from congress import scenes
from tests import stores
from tests.conftest import DATABASE_SERVER

FIRST = "0001_first_tables.py"


@pytest.fixture
def first_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a database that knows the first migration alone, on the engine under test."""
    only = tmp_path / "migrations"
    only.mkdir()
    shutil.copy(models.base.MIGRATIONS / FIRST, only)
    with ExitStack() as stack, monkeypatch.context() as patched:
        patched.setattr(models.base, "MIGRATIONS", only)
        if DATABASE_SERVER:
            url = stack.enter_context(stores.scratch_database(DATABASE_SERVER))
        else:
            url = f"sqlite:///{stores.migrated_sqlite(tmp_path)}"
        patched.undo()
        models.bind(url)
        yield url
        models.close()


def test_codes_that_were_made_keep_what_they_are(first_release: str) -> None:
    at = datetime(2019, 5, 5, 12, 30)
    columns = ("kind", "key", "scene", "ticket", "url", "created", "expires")
    quote = models.database.quote[0]
    names = ", ".join(f"{quote}{name}{quote}" for name in columns)
    marks = ", ".join([models.database.param] * len(columns))
    for row in (
        ("desk", "hall-a", "desk_hall-a", "T1", "u1", at, None), ("item", "x", "item_x", "T2", "u2", at, at),
    ):  # fmt: skip
        models.database.execute_sql(f"INSERT INTO scene ({names}) VALUES ({marks})", row)
    assert models.migrate() == ["0002_codes_and_menus"]
    rows = models.Scene.select().order_by(models.Scene.scene)
    assert [(row.scene, row.permanent, row.renewals, row.purpose, row.owner) for row in rows] == [
        ("desk_hall-a", True, 0, "", ""),
        ("item_x", False, 0, "", ""),
    ]
    assert [(code.purpose, code.owner) for code in scenes.listed("desk")] == [("报到处海报", "会务组")]
    assert models.MenuVersion.select().count() == 0
    assert models.migrate() == []


def test_a_migration_that_was_killed_half_way_goes_on(first_release: str) -> None:
    models.database.execute_sql("ALTER TABLE scene ADD COLUMN purpose VARCHAR(200) NOT NULL DEFAULT ''")
    assert models.migrate() == ["0002_codes_and_menus"]
    scenes.plan(["desk_hall-a"], datetime(2019, 5, 5, 12, 30).astimezone())
    assert [(code.scene, code.purpose, code.renewals) for code in scenes.listed()] == [("desk_hall-a", "报到处海报", 0)]
