"""Tables of notices: what is to be said to whom, one ledger row per recipient, and the grants that allow it."""

from peewee import BooleanField, CharField, DateTimeField, DoubleField, IntegerField, TextField

from models.base import Row


class Notice(Row):
    """The outbox: written in the transaction of its cause. Times are Beijing time."""

    mark = CharField(max_length=190, unique=True)  # the same cause twice is one notice
    kind = CharField(max_length=20, index=True)  # announcement, reminder, overview, change, binding
    state = CharField(max_length=10, index=True)  # congress/notices/outbox.py has them
    audience_kind = CharField(max_length=12)
    audience_value = TextField(default="")
    title = CharField(max_length=100, default="")
    words = TextField()  # as people read it in the chat
    details = TextField(default="{}")  # further named values for templates, as JSON: when, place, ...
    url = CharField(max_length=500, default="")  # the page that it opens
    by = CharField(max_length=80, default="")
    approved_by = CharField(max_length=80, default="")
    at = DateTimeField()  # when it was written
    due = DateTimeField(index=True)
    expires = DateTimeField(null=True)  # later nobody is to read it any more
    finished = DateTimeField(null=True)
    why = CharField(max_length=200, default="")  # why it was stopped
    priority = IntegerField(default=0)  # higher goes first
    served = DoubleField(default=0.0)  # Unix seconds when its turn last came: equals take turns
    cursor = IntegerField(default=0)  # how far its audience was written into the ledger
    expanded = BooleanField(default=False)
    recipients = IntegerField(default=0)  # ledger rows so far


class NoticeBatch(Row):
    """Some hundred recipients of one notice, worked on by one process at a time."""

    notice = IntegerField(index=True)
    open = BooleanField(default=True)
    due = DateTimeField()  # nothing of it can be sent before
    owner = CharField(max_length=120, default="")  # the process that works on it
    leased = DoubleField(default=0.0)  # until when it is the owner's, in Unix seconds

    class Meta:
        indexes = ((("open", "due"), False),)


class NoticeRecipient(Row):
    """The ledger: what became of one notice for one person. Times are Beijing time."""

    notice = IntegerField()
    batch = IntegerField()
    openid = CharField(max_length=64)  # `#` and the badge for a delegate who is not bound
    badge = CharField(max_length=32, default="", index=True)
    state = CharField(max_length=10)  # congress/notices/ledger.py has them
    channel = CharField(max_length=12, default="")  # subscription, service, template, banner
    tried = CharField(max_length=60, default="")  # channels that are out of the question now
    due = DateTimeField()  # not before
    tried_at = DateTimeField(null=True)  # when the attempt by `channel` was committed, before the call
    settled_at = DateTimeField(null=True)
    why = CharField(max_length=160, default="")
    message_id = CharField(max_length=24, default="", index=True)  # the platform's msgid
    hinted = BooleanField(default=False)  # whether the message path was told that a banner waits
    told_key = CharField(max_length=190, default="")  # of the push whose answer carried the banner

    class Meta:
        indexes = ((("notice", "openid"), True), (("batch", "state"), False), (("openid", "state"), False),
                   (("state", "hinted"), False))  # fmt: skip


class Grant(Row):
    """One acceptance in the dialog: one subscription notification."""

    mark = CharField(max_length=240, unique=True)  # push and template: a repeated delivery grants once
    openid = CharField(max_length=64)
    template = CharField(max_length=64)
    at = DateTimeField()
    ended = CharField(max_length=24, default="", index=True)  # the ledger row that used it, `refused`, or empty

    class Meta:
        indexes = ((("openid", "template", "ended"), False),)


class PeriodicRun(Row):
    """When work that comes back was last begun, for all processes and machines."""

    name = CharField(max_length=60, unique=True)
    begun = DoubleField(default=0.0)  # Unix seconds
