"""Accounts of staff over processes: one first owner, and always one owner left."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import models
from congress import audit, passwords, staff, staff_desk
from congress.errors import Conflict, Invalid, NotFound
from tests.console import AT, PASSWORD, account

ROOT = Path(__file__).parents[2]
START = """
import sys
import models
from congress import staff_desk
from tests.console import AT
models.bind(sys.argv[1])
sys.stdin.read(1)
print(staff_desk.first_owner(AT))
"""


@pytest.mark.long
def test_of_starts_at_once_one_makes_the_owner(database_url: str) -> None:
    models.close()
    command = [sys.executable, "-c", START, database_url]
    starts = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    for each in starts:
        assert each.stdin
        each.stdin.write("!")
        each.stdin.flush()
    shown = [each.communicate(timeout=60)[0].strip() for each in starts]
    assert [each.returncode for each in starts] == [0, 0, 0]
    (password,) = filter(None, shown)
    assert [(each.login, each.owner, each.must_change) for each in staff.everyone()] == [("admin", True, True)]
    assert staff.sign_in("admin", password, AT) == staff.staff("admin")
    assert [line.what for line in audit.lines()] == ["staff.signed_in", "user.added"]


def test_two_owners_can_not_close_each_other(database_url: str) -> None:
    for login in ("one", "two"):
        account(login, "owner")
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def close(login: str, by: str) -> None:
        ready.wait()
        try:
            staff_desk.close(login, by, AT)
            outcomes.append("closed")
        except Conflict:
            outcomes.append("last")
        finally:
            models.close()

    threads = [threading.Thread(target=close, args=pair) for pair in (("one", "two"), ("two", "one"))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["closed", "last"]
    assert [each.active for each in staff.everyone()] == [True, False]


def test_roles() -> None:
    ranks = {"desk": ("desk", False), "office": ("office", False), "owner": ("office", True)}
    found = {
        name: [needed for needed in ("desk", "office", "owner") if _account(*rank).may(needed)]
        for name, rank in ranks.items()
    }
    assert found == {"desk": ["desk"], "office": ["desk", "office"], "owner": ["desk", "office", "owner"]}


def _account(role: str, owner: bool) -> staff.Staff:
    return staff.Staff("li", "", role, owner, True, False, 1, AT, None)


def test_what_is_refused(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    account("li", "desk")
    for call, error in (
        (lambda: staff.staff("nobody"), NotFound),
        (lambda: staff_desk.reset("nobody", "x", AT), NotFound),
        (lambda: staff_desk.add("System", "", "desk", "x", AT), Conflict),
        (lambda: staff_desk.add("self", "", "desk", "x", AT), Conflict),
        (lambda: staff_desk.give_role("li", "king", "x", AT), Invalid),
        (lambda: staff_desk.give_role("li", "desk", "x", AT, owner=True), Invalid),
        (lambda: staff.change_password("li", "wrong", "three cups of tea", AT), Invalid),
    ):
        with pytest.raises(error):
            call()
    assert audit.lines() == ()
    # The password is changed by somebody else between the look and the write.
    real = passwords.hashed

    def overtaken(password: str) -> str:
        models.Staff.update(password="another").execute()
        return real(password)

    monkeypatch.setattr(passwords, "hashed", overtaken)
    with pytest.raises(Conflict):
        staff.change_password("li", PASSWORD, "three cups of tea", AT)
    assert models.Staff.get().password == "another"
    assert audit.lines() == ()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "short"), ("x" * 201, "long"), ("my login li 2019", "login"), ("aaaaaaaaaaaa", "simple"),
        ("qwertyuiop", "simple"), ("9876543210", "simple"), ("Password2019", "simple"),
        ("１２３４５６７８９０", "simple"),
    ],
)  # fmt: skip
def test_a_password_that_is_guessed_first_is_refused(password: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        passwords.check(password, "li")


def test_one_time_passwords_are_never_alike() -> None:
    made = {passwords.one_time() for _ in range(200)}
    assert len(made) == 200
    for each in made:
        passwords.check(each, "admin")
