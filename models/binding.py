"""Tables of who is who: openids bound to badges, and what led to it."""

from peewee import BooleanField, CharField, DateTimeField, IntegerField

from models.base import Row


class Binding(Row):
    """One openid for one delegate and one delegate for one openid: the two unique columns keep it so.

    Times are Beijing time. Who stops following keeps the row, so that nobody else can take the badge.
    """

    badge = CharField(max_length=32, unique=True)
    openid = CharField(max_length=64, unique=True)
    how = CharField(max_length=12)  # code, telephone, staff
    bound_at = DateTimeField()
    message_key = CharField(max_length=190)  # of the push that bound it: a repeated delivery finds its own work
    follows = BooleanField(default=True)
    follows_since = DateTimeField()  # since when `follows` is as it is


class BindingTry(Row):
    """One attempt with badge number and telephone, kept for a day: five an hour are allowed."""

    message_key = CharField(max_length=190, unique=True)
    openid = CharField(max_length=64, index=True)
    badge = CharField(max_length=32, index=True)  # as it was asked for, also when there is no such badge
    at = DateTimeField(index=True)
    miniprogram = BooleanField(default=False)  # whose openid it is


class BindingFlag(Row):
    """Something that staff should look at. `mark` is the same for the same thing, so that it stands here once."""

    mark = CharField(max_length=190, unique=True)
    kind = CharField(max_length=20, index=True)  # taken, other_badge, locked_openid, locked_badge
    badge = CharField(max_length=32)
    openid = CharField(max_length=64)
    at = DateTimeField()
    closed_at = DateTimeField(null=True)
    miniprogram = BooleanField(default=False)  # whose openid it is


class BindingChange(Row):
    """What staff did to a binding, and why: for the audit, never changed and never deleted."""

    at = DateTimeField()
    by = CharField(max_length=80)
    what = CharField(max_length=12)  # move, release, unlock
    badge = CharField(max_length=32)
    old_openid = CharField(max_length=64, default="")
    new_openid = CharField(max_length=64, default="")
    reason = CharField(max_length=200, default="")
    flag = IntegerField(default=0)  # the flag that it answers, 0 for none
    miniprogram = BooleanField(default=False)  # whose openids they are
