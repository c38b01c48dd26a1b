"""Tables of check-in: every scan that was taken, and how often each stage changed."""

from peewee import BooleanField, CharField, DateTimeField, IntegerField

from models.base import Row


class CheckinEntry(Row):
    """One scan, typed badge or queued entry, whatever became of it; `mark` is its own, so that it stands here once.

    Times are Beijing time in whole seconds. `holds` is stage, badge and slot for the entry that counts, and empty for
    all others: the unique column keeps two from counting for the same.
    """

    mark = CharField(max_length=190, unique=True)
    stage = CharField(max_length=64)
    badge = CharField(max_length=32, index=True)
    at = DateTimeField()
    desk = CharField(max_length=32, default="")
    by = CharField(max_length=80, default="")  # a staff login, `cli:NAME` or `self`
    how = CharField(max_length=12, default="")  # code, camera, gun, typed
    told = CharField(max_length=12)  # what the desk or the person was told: arrived, already, just_now, refused
    rival = CharField(max_length=190, default="")  # the mark of the entry that they were told of
    reason = CharField(max_length=16, default="")  # why it is refused; empty: it is not
    holds = CharField(max_length=120, null=True, unique=True)
    undone = BooleanField(default=False)  # staff took it back
    queued = BooleanField(default=False)  # an offline desk queued it
    taken_at = DateTimeField()  # when it came here: later than `at` for what an offline desk queued

    class Meta:
        indexes = ((("stage", "badge"), False),)


class CheckinTurn(Row):
    """How often a stage changed. Whoever adds an entry turns it first, and so waits for whoever does the same."""

    stage = CharField(max_length=64, unique=True)
    number = IntegerField(default=0)
