"""A database of an earlier release, with names and telephones in the clear, brought up to date."""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest

import models
from clock import BEIJING
from congress.handover.roster import KIND
from handover import reading
from models import sealing
from tests import stores
from tests.conftest import DATABASE_SERVER, DEMO

EARLIER = ("0001", "0002", "0003", "0004")
COLUMNS = ("badge", "name", "phone", "digest", "source", "sheet", "line", "withdrawn", "sex", "nation", "category",
           "delegation", "post", "seat", "room", "meal", "coach", "scene_key")  # fmt: skip


def roster() -> list[tuple[str, str, str]]:
    """Badge, name and telephone of everybody on the demo's roster."""
    read = reading.read(DEMO / "代表名册.xlsx", [KIND], datetime(2019, 5, 5, tzinfo=BEIJING), lambda share: None)
    return [(entry.key, str(entry.values["name"]), str(entry.values["phone"])) for entry in read.entries[KIND.name]]


@pytest.fixture
def earlier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a database without the migration, on the engine under test."""
    only = tmp_path / "migrations"
    only.mkdir()
    for path in models.base.MIGRATIONS.glob("0*.py"):
        if path.name.startswith(EARLIER):
            shutil.copy(path, only)
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


def insert(table: str, **values: object) -> None:
    """A row as the earlier release wrote it."""
    quote, mark = models.database.quote, models.database.param
    names = ", ".join(f"{quote[0]}{name}{quote[1]}" for name in values)
    marks = ", ".join([mark] * len(values))
    models.database.execute_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))


def fill(people: list[tuple[str, str, str]]) -> None:
    """People, a delegation and a message in the clear."""
    with models.database.atomic():
        for badge, name, phone in people:
            row = dict.fromkeys(COLUMNS, "") | {"badge": badge, "name": name, "phone": phone, "digest": f"of {badge}"}
            insert("delegate", **(row | {"line": 1, "withdrawn": False, "scene_key": badge}))
        insert("delegation", key="d", name="教育代表团", room="", convener="赵召集", phone="19900010001", position=0,
               source="", sheet="", line=0, digest="of d", withdrawn=False)  # fmt: skip
        insert("message", message_key="m", openid="o", at="2019-05-06 09:00:00", text="请打 19900000001 找王晓东")


def migrated() -> tuple[object, ...]:
    """What the tables say now."""
    rows = models.Delegate.select().order_by(models.Delegate.badge)
    group, message = models.Delegation.get(), models.Message.get()
    return (
        [(row.badge, row.name, row.phone, row.digest, row.name_hash) for row in rows],
        (group.convener, group.phone, group.digest),
        message.text,
    )


def expected(people: list[tuple[str, str, str]]) -> tuple[object, ...]:
    """What they are to say."""
    return (
        [(badge, name, phone, f"of {badge}", sealing.hashed(name)) for badge, name, phone in sorted(people)],
        ("赵召集", "19900010001", "of d"),
        "请打 19900000001 找王晓东",
    )


def test_nothing_of_the_roster_is_left_in_the_clear(earlier: str) -> None:
    people = roster()
    assert len(people) > 600
    fill(people)
    # What was changed and deleted before the migration stands in pages that nothing points to any more.
    models.database.execute_sql("DELETE FROM delegate WHERE badge LIKE 'BJ14-01%%'")
    models.database.execute_sql("UPDATE delegate SET phone = '19900009999' WHERE badge LIKE 'BJ14-02%%'")
    said = list(models.database.execute_sql("SELECT name, phone FROM delegate").fetchall())
    assert "19900009999" in {phone for _, phone in said}
    assert len(said) > 400
    assert models.migrate()
    kept = [value for row in models.database.execute_sql("SELECT name, phone, digest FROM delegate").fetchall()
            for value in row if value]  # fmt: skip
    assert [value for value in kept if not value.startswith(sealing.mark())] == []
    assert models.DataKey.get_by_id(1).swept
    if DATABASE_SERVER:
        return
    file = Path(earlier.removeprefix("sqlite:///"))
    raw = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert b"BJ14-0033" in raw
    assert [secret for _, name, phone in people for secret in (name, phone) if secret and secret.encode() in raw] == []
    assert b"19900009999" not in raw


def test_every_value_is_kept(earlier: str) -> None:
    people = roster()[:30]
    fill(people)
    assert models.migrate()
    assert migrated() == expected(people)
    assert models.migrate() == []


def _killed_at(url: str, values: int) -> None:
    models.unlock(stores.DATA_KEY)
    models.bind(url)
    seal, left = sealing.seal, [values]

    def until(plain: str, purpose: str) -> str:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return seal(plain, purpose)

    sealing.seal = until
    models.migrate()


@pytest.mark.parametrize("values", [1, 2, 40])
def test_a_migration_that_was_killed_goes_on(earlier: str, values: int) -> None:
    people = roster()[:30]
    fill(people)
    models.close()
    child = multiprocessing.get_context("fork").Process(target=_killed_at, args=(earlier, values))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    assert models.migrate()
    assert migrated() == expected(people)


def test_a_migration_under_another_key_is_refused(database_url: str) -> None:
    models.DataKey.delete().execute()
    models.prove_key()
    history = models.database.execute_sql("SELECT COUNT(*) FROM schema_migration").fetchone()
    models.unlock("another-key-of-thirty-two-characters-or-more")
    with pytest.raises(models.NoKey, match="DATA_KEY is not the key"):
        models.migrate()
    models.unlock(stores.DATA_KEY)
    assert models.database.execute_sql("SELECT COUNT(*) FROM schema_migration").fetchone() == history
