"""Those who work in the console: who they are, whether it is them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import models
from congress import audit, passwords
from congress.catalogue import beijing, naive
from congress.errors import Conflict, Invalid, NotFound

ROLES = ("desk", "office")  # each may all that the one before may


@dataclass(frozen=True, slots=True)
class Staff:
    """One account. Times aware, +08:00."""

    login: str
    name: str
    role: str
    owner: bool
    active: bool
    must_change: bool
    generation: int
    created: datetime
    signed_in: datetime | None

    def may(self, needed: str) -> bool:
        """Whether this account may do what `needed` (desk, office or owner) may."""
        if needed == "owner":
            return self.owner
        return ROLES.index(self.role) >= ROLES.index(needed)


def everyone() -> tuple[Staff, ...]:
    """All accounts, the active ones first, by login."""
    return tuple(map(_staff, models.Staff.select().order_by(models.Staff.active.desc(), models.Staff.login)))


def names(logins: Iterable[str]) -> dict[str, str]:
    """What colleagues call those of these logins who have such a name; `by` of a check-in may be no login at all."""
    asked = set(logins)
    if not asked:
        return {}
    table = models.Staff
    rows = table.select(table.login, table.name).where(table.login.in_(asked) & (table.name != ""))
    return {row.login: row.name for row in rows}


def staff(login: str) -> Staff:
    """The account. Raises NotFound."""
    return _staff(row_of(login))


def admitted(login: str, generation: int) -> Staff | None:
    """Whose session this is; None when the account is closed or the session was ended by a newer generation."""
    row = models.Staff.get_or_none(models.Staff.login == login)
    return _staff(row) if row is not None and row.active and row.generation == generation else None


def sign_in(login: str, password: str, at: datetime, *, expected: bool = False) -> Staff | None:
    """The account whose login and password these are, None for any other; both take the same time. `at` is aware.

    `expected` as for passwords.matches. Raises passwords.Busy.
    """
    row = models.Staff.get_or_none(models.Staff.login == spelled(login))
    if row is not None and row.login != spelled(login):
        row = None  # an engine that takes accents for nothing; tries are counted by what was typed
    models.release()  # a connection must not be held while the hash is worked out
    kept = row.password if row is not None and row.active else ""
    right = passwords.matches(kept, password, expected=expected)
    if row is None or not right:
        return None
    values: dict[str, object] = {"signed_in_at": naive(at)}
    if passwords.outdated(row.password):
        values["password"] = passwords.hashed(password)
    with models.database.atomic():
        same = (models.Staff.id == row.id) & (models.Staff.password == row.password) & models.Staff.active
        # Looked at, not counted: MariaDB counts no row whose values were the same before.
        if not models.Staff.select().where(same).exists():
            return None  # closed or reset in this moment
        models.Staff.update(values).where(same).execute()
        audit.note(row.login, "staff.signed_in", row.login, at)
    return staff(row.login)


def change_password(login: str, old: str, new: str, at: datetime) -> Staff:
    """Take a new password in place of `old`; every session of the account ends. `at` is aware.

    Raises Invalid with the code `old` (it is not the present one), `same`, or one of passwords.check; passwords.Busy.
    """
    row = row_of(login)
    models.release()
    if not passwords.matches(row.password if row.active else "", old, expected=True):
        raise Invalid("old")
    passwords.check(new, row.login)
    if passwords.matches(row.password, new, expected=True):
        raise Invalid("same")
    values = {
        "password": passwords.hashed(new), "must_change": False, "generation": models.Staff.generation + 1,
    }  # fmt: skip
    with models.database.atomic():
        same = (models.Staff.id == row.id) & (models.Staff.password == row.password)
        if not models.Staff.update(values).where(same).execute():
            raise Conflict("password")
        audit.note(row.login, "staff.password", row.login, at)
    return staff(login)


def end_sessions(login: str, by: str, at: datetime) -> None:
    """End every session of an account, this one included. `at` is aware. Raises NotFound."""
    row = row_of(login)
    with models.database.atomic():
        models.Staff.update(generation=models.Staff.generation + 1).where(models.Staff.id == row.id).execute()
        audit.note(by, "staff.everywhere", row.login, at)


def spelled(login: str) -> str:
    """A login as it is kept."""
    return login.strip().lower()


def row_of(login: str) -> models.Staff:
    """The row; for this package's own modules. Raises NotFound."""
    row = models.Staff.get_or_none(models.Staff.login == spelled(login))
    if row is None:
        raise NotFound(login)
    return row


def _staff(row: models.Staff) -> Staff:
    signed_in = beijing(row.signed_in_at) if row.signed_in_at else None
    return Staff(
        row.login, row.name, row.role, bool(row.owner), bool(row.active), bool(row.must_change), row.generation,
        beijing(row.created_at), signed_in,
    )  # fmt: skip
