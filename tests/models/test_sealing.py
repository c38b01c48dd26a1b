"""Private values: what is stored tells nothing, opens under its key alone, and is found by its hash."""

from collections.abc import Iterator
from typing import Any

import pytest

import models
from models import sealing
from models.data_key import REFUSED
from tests import stores

OTHER = "another-key-of-thirty-two-characters-or-more"


@pytest.fixture(autouse=True)
def _keys_as_before() -> Iterator[None]:
    models.unlock(stores.DATA_KEY)
    yield
    models.unlock(stores.DATA_KEY)


def stored(table: str, *columns: str) -> list[Any]:
    """The columns of a table as the database holds them."""
    quote = models.database.quote
    names = ", ".join(f"{quote[0]}{name}{quote[1]}" for name in columns)
    return list(models.database.execute_sql(f"SELECT {names} FROM {table} ORDER BY id").fetchall())


@pytest.mark.parametrize("plain", ["王晓东", "19900000001", "a", "早\n上好", "s1.x.y", "字" * 2000])
def test_what_is_sealed_opens_for_its_purpose_alone(plain: str) -> None:
    sealed = sealing.seal(plain, "delegate.name")
    assert sealed != sealing.seal(plain, "delegate.name")
    assert sealing.open_(sealed, "delegate.name") == plain
    with pytest.raises(models.NoKey, match="changed in the database"):
        sealing.open_(sealed, "delegate.phone")


def test_empty_stays_empty() -> None:
    assert (sealing.seal("", "a.b"), sealing.open_("", "a.b"), sealing.hashed(" "), sealing.hashes("")) == (
        "", "", "", (),
    )  # fmt: skip


@pytest.mark.parametrize("broken", ["plain words", "s1.", "s2.00000000.AAAA", "s1.00000000.AAAA", "s1"])
def test_what_was_never_sealed_is_refused(broken: str) -> None:
    with pytest.raises(models.NoKey, match="DATA_KEY"):
        sealing.open_(broken, "delegate.name")


@pytest.mark.parametrize("end", ["", "A", "!", "AAAA"])
def test_what_was_changed_is_refused(end: str) -> None:
    sealed = sealing.seal("王晓东", "delegate.name")
    with pytest.raises(models.NoKey, match="changed in the database"):
        sealing.open_(sealed[:-5] + end, "delegate.name")


def test_another_key_opens_nothing_and_an_old_one_does() -> None:
    sealed, hashed = sealing.seal("王晓东", "a.b"), sealing.hashed("王晓东")
    models.unlock(OTHER)
    with pytest.raises(models.NoKey, match="under another DATA_KEY"):
        sealing.open_(sealed, "a.b")
    assert sealing.hashed("王晓东") != hashed
    models.unlock(OTHER, [stores.DATA_KEY])
    assert sealing.open_(sealed, "a.b") == "王晓东"
    assert set(sealing.hashes("王 晓东")) == {hashed, sealing.hashed("王晓东")}
    assert not sealed.startswith(sealing.mark())
    assert sealing.seal("王晓东", "a.b").startswith(sealing.mark())


def test_without_a_key_nothing_is_read_or_written(database_url: str) -> None:
    models.Delegate.create(badge="A-001", name="王晓东")
    sealing.lock()
    for touch in (models.Delegate.get, lambda: models.Delegate.create(badge="A-002", name="李明")):
        with pytest.raises(models.NoKey, match=r"models.unlock\(DATA_KEY\) has not been called"):
            touch()
    assert models.Delegate.select().count() == 1


def test_a_sealed_column_is_not_searched(database_url: str) -> None:
    name = models.Delegate.name
    for look in (lambda: name == "王晓东", lambda: name != "王晓东", lambda: name.in_(["王晓东"]),
                 lambda: name.contains("王"), lambda: name.startswith("王")):  # fmt: skip
        with pytest.raises(TypeError, match="look for its hash"):
            look()
    models.Delegate.create(badge="A-001", name="王晓东", phone="")
    models.Delegate.create(badge="A-002", name="王晓东", phone="19900000001")
    empty = models.Delegate.select().where(models.Delegate.phone == "")
    assert [row.badge for row in empty] == ["A-001"]


def test_the_hash_follows_the_name_however_it_is_written(database_url: str) -> None:
    table = models.Delegate
    row = table.create(badge="A-001", name="王晓东")
    table.insert_many([{"badge": "A-002", "name": "李　明"}, {"badge": "A-003", "name": ""}]).execute()
    table.insert_many([("A-004", "赵六")], fields=[table.badge, table.name]).execute()
    table.insert({table.badge: "A-005", table.name: "钱七"}).execute()
    assert [kept.name_hash for kept in table.select().order_by(table.badge)] == [
        sealing.hashed("王晓东"), sealing.hashed("李明"), "", sealing.hashed("赵六"), sealing.hashed("钱七"),
    ]  # fmt: skip
    row.name = "孙八"
    row.save()
    table.update(name="周九").where(table.badge == "A-002").execute()
    table.update(seat="1排1座").where(table.badge == "A-002").execute()
    hashes = {row.badge: row.name_hash for row in table.select()}
    assert (hashes["A-001"], hashes["A-002"]) == (sealing.hashed("孙八"), sealing.hashed("周九"))


def test_the_database_holds_ciphertext(database_url: str) -> None:
    models.Delegate.create(badge="A-001", name="王晓东", phone="19900000001", digest="d")
    models.Message.create(message_key="m", openid="o", at="2019-05-06 09:00", text="请给我回电")
    kept = [value for row in stored("delegate", "name", "phone", "digest") for value in row]
    kept += [row[0] for row in stored("message", "text")]
    assert [value.startswith(sealing.mark()) for value in kept] == [True] * 4
    row = models.Delegate.get()
    assert (row.name, row.phone, row.digest, models.Message.get().text) == (
        "王晓东", "19900000001", "d", "请给我回电",
    )  # fmt: skip


def test_the_first_start_settles_the_key(database_url: str) -> None:
    models.DataKey.delete().execute()
    models.prove_key()
    models.prove_key()
    models.unlock(OTHER)
    with pytest.raises(models.NoKey) as refused:
        models.prove_key()
    assert str(refused.value) == REFUSED
    models.unlock(OTHER, [stores.DATA_KEY])
    models.prove_key()
    models.sealing.lock()
    with pytest.raises(models.NoKey, match="unlock"):
        models.prove_key()
