"""Those who work in the console: their accounts, each change of one with a line in the audit log."""

import re
from dataclasses import dataclass
from datetime import datetime

import peewee

import models
from congress import audit, passwords
from congress.catalogue import beijing, naive
from congress.errors import Conflict, Invalid, NotFound

ROLES = ("desk", "office")  # each may all that the one before may
LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")
FIRST = "admin"
LONGEST_NAME = 40  # characters


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


def staff(login: str) -> Staff:
    """The account. Raises NotFound."""
    return _staff(_row(login))


def admitted(login: str, generation: int) -> Staff | None:
    """Whose session this is; None when the account is closed or the session was ended by a newer generation."""
    row = models.Staff.get_or_none(models.Staff.login == login)
    return _staff(row) if row is not None and row.active and row.generation == generation else None


def sign_in(login: str, password: str, at: datetime) -> Staff | None:
    """The account whose login and password these are, None for any other; both take the same time. `at` is aware.

    Raises passwords.Busy.
    """
    row = models.Staff.get_or_none(models.Staff.login == spelled(login))
    models.release()  # a connection must not be held while the hash is worked out
    right = passwords.matches(row.password if row is not None and row.active else "", password)
    if row is None or not right:
        return None
    values: dict[str, object] = {"signed_in_at": naive(at)}
    if passwords.outdated(row.password):
        values["password"] = passwords.hashed(password)
    with models.database.atomic():
        same = (models.Staff.id == row.id) & (models.Staff.password == row.password) & models.Staff.active
        if not models.Staff.update(values).where(same).execute():
            return None  # closed or reset in this moment
        audit.note(row.login, "staff.signed_in", row.login, at)
    return staff(row.login)


def add(login: str, name: str, role: str, by: str, at: datetime, *, owner: bool = False) -> str:
    """A new account; its one-time password. `at` is aware.

    Raises Invalid with the code `login_form`, `role` or `name`; Conflict("login") when there is one.
    """
    login = spelled(login)
    if not LOGIN.fullmatch(login):
        raise Invalid("login_form")
    if role not in ROLES or (owner and role != "office"):
        raise Invalid("role")
    if len(name.strip()) > LONGEST_NAME:
        raise Invalid("name")
    password = passwords.one_time()
    values = {
        "login": login, "name": name.strip(), "role": role, "owner": owner, "password": passwords.hashed(password),
        "created_at": naive(at),
    }  # fmt: skip
    try:
        with models.database.atomic():
            models.Staff.insert(values).execute()
            audit.note(by, "user.added", login, at, "owner" if owner else role)
    except peewee.IntegrityError:
        raise Conflict("login") from None
    return password


def first_owner(at: datetime) -> str:
    """Make the first account when there is none, and give its one-time password; else empty. `at` is aware.

    Of two starts at once one makes it.
    """
    if models.Staff.select().exists():
        return ""
    try:
        return add(FIRST, "", "office", "system", at, owner=True)
    except Conflict:
        return ""


def spelled(login: str) -> str:
    """A login as it is kept."""
    return login.strip().lower()


def _row(login: str) -> models.Staff:
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
