"""The table of who saw or changed what."""

from peewee import CharField, DateTimeField, TextField

from models.base import Row


class AuditLine(Row):
    """One line; never changed, and deleted only when its life span is over. Times are Beijing time."""

    at = DateTimeField(index=True)
    by = CharField(max_length=80, index=True)  # a staff login, the operator's name, `self` or `system`
    what = CharField(max_length=40, index=True)  # binding.move, card.seen, user.added
    subject = CharField(max_length=64, default="", index=True)  # a badge, a login, a notice's number: never a name
    detail = TextField(default="")  # plain words or codes without private values
