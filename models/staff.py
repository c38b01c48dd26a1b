"""The table of those who work in the console."""

from peewee import BooleanField, CharField, DateTimeField, IntegerField

from models.base import Row


class Staff(Row):
    """One account; never deleted, so that the audit log's logins keep their meaning. Times are Beijing time."""

    login = CharField(max_length=32, unique=True)  # lower case
    name = CharField(max_length=40, default="")  # as colleagues call them
    role = CharField(max_length=8)  # office, desk
    owner = BooleanField(default=False)  # an office account that manages the others
    password = CharField(max_length=200)  # argon2id, with its parameters and salt
    must_change = BooleanField(default=True)  # a one-time password was given out
    active = BooleanField(default=True)
    generation = IntegerField(default=1)  # a session of an earlier one is over
    created_at = DateTimeField()
    signed_in_at = DateTimeField(null=True)
