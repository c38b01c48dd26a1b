"""Tables of what leads to a notice: staff's announcements, changes of the schedule, what was planned already."""

from peewee import BooleanField, CharField, DateTimeField, IntegerField, TextField

from models.base import Row


class Announcement(Row):
    """What staff wrote beside what its notice in the outbox says, which also tells how far it is. Times: Beijing's."""

    mark = CharField(max_length=64, unique=True)  # of the form that it came with: sent twice it is one
    notice = IntegerField(default=0, index=True)
    version = IntegerField(default=1)  # rises with every edit: nobody approves what they have not seen
    text = TextField()
    urgent = BooleanField(default=False)
    corrects = IntegerField(default=0)  # the notice that it corrects, 0 for none
    send_at = DateTimeField(null=True)  # empty: as soon as it is approved
    changed_at = DateTimeField()


class ItemChange(Row):
    """One row of the schedule before and after, of which a notice tells: what is to be said anew if it changes again.

    Both are JSON; `before` is empty for a row that was new, `after` for one that counts no more.
    """

    notice = IntegerField(index=True)
    key = CharField(max_length=48, index=True)
    before = TextField(default="")
    after = TextField(default="")
    withdrawn = BooleanField(default=False)  # it did not count before


class PlannedNotice(Row):
    """A mark for each reminder and overview that was planned, whatever became of it: none is planned twice."""

    mark = CharField(max_length=190, unique=True)
    at = DateTimeField(index=True)


class NoticeSwitch(Row):
    """A kind of automatic notices that staff switched off."""

    kind = CharField(max_length=20, unique=True)
    by = CharField(max_length=80)
    at = DateTimeField()
