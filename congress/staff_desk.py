"""What owners do to the accounts of staff, each with a line in the audit log."""

import re
from datetime import datetime

import peewee

import models
from congress import audit, passwords
from congress.catalogue import naive
from congress.errors import Conflict, Invalid
from congress.staff import ROLES, Staff, row_of, spelled, staff

LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")
FIRST = "admin"
NOBODYS = frozenset(["self", "system"])  # who these are in the audit log must stay plain
LONGEST_NAME = 40  # characters


def add(login: str, name: str, role: str, by: str, at: datetime, *, owner: bool = False) -> str:
    """A new account; its one-time password. `at` is aware.

    Raises Invalid with the code `login_form`, `role` or `name`; Conflict("login") when it is taken.
    """
    login = spelled(login)
    if not LOGIN.fullmatch(login):
        raise Invalid("login_form")
    if login in NOBODYS:
        raise Conflict("login")
    _check_role(role, owner)
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


def reset(login: str, by: str, at: datetime) -> str:
    """A new one-time password in place of a forgotten one; sessions end. `at` is aware. Raises NotFound."""
    row = row_of(login)
    password = passwords.one_time()
    _change(row, "user.reset", by, at, password=passwords.hashed(password), must_change=True)
    return password


def close(login: str, by: str, at: datetime) -> Staff:
    """Let an account sign in no more; sessions end. `at` is aware.

    Raises NotFound; Conflict("last_owner"): nobody could manage accounts any more.
    """
    return _change(row_of(login), "user.disabled", by, at, active=False)


def reopen(login: str, by: str, at: datetime) -> Staff:
    """Let a closed account sign in again, with the password that it had. `at` is aware. Raises NotFound."""
    return _change(row_of(login), "user.enabled", by, at, active=True)


def give_role(login: str, role: str, by: str, at: datetime, *, owner: bool = False) -> Staff:
    """Another role; it holds from the next page on. `at` is aware.

    Raises NotFound; Invalid("role"); Conflict("last_owner").
    """
    _check_role(role, owner)
    detail = "owner" if owner else role
    return _change(row_of(login), "user.role", by, at, detail, role=role, owner=owner)


def _check_role(role: str, owner: bool) -> None:
    if role not in ROLES or (owner and role != "office"):
        raise Invalid("role")


def _change(row: models.Staff, what: str, by: str, at: datetime, detail: str = "", **values: object) -> Staff:
    table = models.Staff
    with models.database.atomic():
        owners = table.select(table.id).where(table.owner & table.active).order_by(table.id)
        if models.database.obj.for_update:  # two owners must not close each other; SQLite's writers wait anyway
            owners = owners.for_update()
        others = [each.id for each in owners if each.id != row.id]
        stays = values.get("owner", True) and values.get("active", True)
        if row_of(row.login).owner and not stays and not others:
            raise Conflict("last_owner")
        if what != "user.role":
            values["generation"] = table.generation + 1
        table.update(values).where(table.id == row.id).execute()
        audit.note(by, what, row.login, at, detail)
    return staff(row.login)
