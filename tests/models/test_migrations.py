"""A database of the first release, brought up to date with what it holds."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import peewee
import pytest

import models
from congress import scenes
from tests import stores
from tests.conftest import DATABASE_SERVER

FIRST = "0001_first_tables.py"
LATER = sorted(path.stem for path in models.base.MIGRATIONS.glob("0*.py"))[1:]


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
    assert models.migrate() == LATER
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
    assert models.migrate() == LATER
    scenes.plan(["desk_hall-a"], datetime(2019, 5, 5, 12, 30).astimezone())
    assert [(code.scene, code.purpose, code.renewals) for code in scenes.listed()] == [("desk_hall-a", "报到处海报", 0)]


@pytest.mark.parametrize("killed", [False, True])
def test_delegates_of_an_older_release_get_personal_keys(first_release: str, killed: bool) -> None:
    quote, mark = models.database.quote[0], models.database.param
    wanted = ("badge", "name", "source", "sheet", "line", "digest", "withdrawn", "sex", "nation", "category",
              "delegation", "post", "phone", "seat", "room", "meal", "coach")  # fmt: skip
    names = ", ".join(f"{quote}{name}{quote}" for name in wanted)
    for badge in ("A-001", "A-002"):
        row = (badge, "n", "", "", 0, "", False, *[""] * 10)
        models.database.execute_sql(f"INSERT INTO delegate ({names}) VALUES ({', '.join([mark] * len(row))})", row)
    if killed:
        models.database.execute_sql("ALTER TABLE delegate ADD COLUMN scene_key VARCHAR(32)")
    assert models.migrate() == LATER
    keys = [row.scene_key for row in models.Delegate.select().order_by(models.Delegate.badge)]
    assert [re.fullmatch("[0-9a-f]{32}", key) is not None for key in keys] == [True, True]
    assert len(set(keys)) == 2
    with pytest.raises(peewee.IntegrityError):
        models.Delegate.create(badge="A-003", name="n", scene_key=keys[0])
    assert models.Binding.select().count() == 0
