"""The rotation: everything under the new key, whatever happens on the way."""

import multiprocessing
import os
import signal
from collections.abc import Iterator

import pytest

import models
from models import rotation, sealing
from models.data_key import REFUSED
from tests import stores

OLD, NEW = stores.DATA_KEY, "the-new-key-of-thirty-two-characters-or-more"
PEOPLE = 250


@pytest.fixture(autouse=True)
def _keys_as_before() -> Iterator[None]:
    yield
    models.unlock(OLD)


@pytest.fixture
def rows(database_url: str) -> str:
    """People, a delegation and messages under the old key; some values are empty."""
    models.DataKey.delete().execute()
    models.prove_key()
    people = [
        {"badge": f"A-{number:03}", "name": f"王{number}", "phone": f"199{number:08}" if number % 3 else "",
         "digest": "d"} for number in range(PEOPLE)
    ]  # fmt: skip
    for start in range(0, PEOPLE, 50):
        models.Delegate.insert_many(people[start : start + 50]).execute()
    models.Delegation.create(key="d", name="教育代表团", convener="赵召集", phone="19900010001")
    models.Message.create(message_key="m", openid="o", at="2019-05-06 09:00", text="请回电")
    return database_url


def told() -> tuple[object, ...]:
    """What the tables say."""
    people = models.Delegate.select().order_by(models.Delegate.badge)
    group = models.Delegation.get()
    return (
        [(row.badge, row.name, row.phone, row.digest) for row in people], (group.convener, group.phone),
        models.Message.get().text,
    )  # fmt: skip


def found() -> list[str]:
    """Who is found by the hashes of the keys that are given."""
    where = models.Delegate.name_hash.in_(sealing.hashes("王7"))
    return [row.badge for row in models.Delegate.select().where(where)]


def test_everything_is_under_the_new_key(rows: str) -> None:
    before = told()
    models.unlock(NEW, [OLD])
    models.prove_key()
    assert rotation.left() == {"delegate": PEOPLE, "delegation": 1, "message": 1, "data_key": 1}
    assert found() == ["A-007"]
    batches: list[tuple[str, int]] = []
    assert rotation.rotate(lambda table, number: batches.append((table, number))) == PEOPLE + 3
    assert sorted(batches[:-1]) == [
        ("delegate", 50), ("delegate", 100), ("delegate", 100), ("delegation", 1), ("message", 1),
    ]  # fmt: skip
    assert batches[-1] == ("data_key", 1)
    assert rotation.left() == {}
    assert rotation.rotate() == 0
    models.unlock(NEW)
    models.prove_key()
    assert told() == before
    assert found() == ["A-007"]
    models.unlock(OLD)
    with pytest.raises(models.NoKey) as refused:
        models.prove_key()
    assert str(refused.value) == REFUSED


def test_a_row_of_somebody_with_the_old_key_keeps_it_wanted(rows: str) -> None:
    models.unlock(NEW, [OLD])

    def late(table: str, number: int) -> None:
        if table == "delegate":  # messages are done by then
            models.unlock(OLD)
            models.Message.update(text="晚到的").execute()
            models.unlock(NEW, [OLD])

    rotation.rotate(late)
    assert rotation.left() == {"message": 1, "data_key": 1}
    models.unlock(NEW)
    with pytest.raises(models.NoKey):
        models.prove_key()
    models.unlock(NEW, [OLD])
    assert rotation.rotate() == 2
    assert rotation.left() == {}
    assert models.Message.get().text == "晚到的"


def _killed_after(url: str, batches: int) -> None:
    models.unlock(NEW, [OLD])
    models.bind(url)
    left = [batches]

    def told(table: str, number: int) -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    rotation.rotate(told)


@pytest.mark.parametrize("batches", [1, 2, 4])
def test_a_rotation_that_was_killed_goes_on(rows: str, batches: int) -> None:
    before = told()
    models.close()
    child = multiprocessing.get_context("fork").Process(target=_killed_after, args=(rows, batches))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    models.unlock(NEW)
    with pytest.raises(models.NoKey):
        models.prove_key()  # the old key must not be taken away yet
    models.unlock(NEW, [OLD])
    models.prove_key()
    assert told() == before
    rest = sum(rotation.left().values())
    assert 0 < rest < PEOPLE + 3
    assert rotation.rotate() == rest
    models.unlock(NEW)
    assert told() == before
