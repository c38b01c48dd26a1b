"""Tables of who is there: the account's followers, the mini program's users, the runs that list the followers."""

from peewee import BooleanField, CharField, DateTimeField, IntegerField

from models.base import Row


class Follower(Row):
    """One person of the account, following or gone. Times are Beijing time.

    An openid says nothing outside its own application: those of the mini program live in a table of their own.
    """

    openid = CharField(max_length=64, unique=True)
    unionid = CharField(max_length=64, default="", index=True)  # empty: not asked yet, none, or gone
    follows = BooleanField(default=True, index=True)
    since = DateTimeField()  # of the newest push or listing that said so: an older one does not undo it
    asked_at = DateTimeField(null=True)  # when the platform was last asked for the unionid
    listed = IntegerField(default=0, index=True)  # the number of the last run that found this person on the list


class FollowerRun(Row):
    """One reading of the platform's list of followers, page by page; one that was cut off goes on where it was."""

    began_at = DateTimeField()
    ended_at = DateTimeField(null=True)
    following = CharField(max_length=64, default="")  # the openid after which the next page begins
    pages = IntegerField(default=0)
    found = IntegerField(default=0)  # openids on the pages so far


class MiniUser(Row):
    """One person of the mini program; `badge` is null until they are bound. Times are Beijing time.

    The two unique columns keep one openid for one delegate and one delegate for one openid of the mini program.
    """

    openid = CharField(max_length=64, unique=True)
    unionid = CharField(max_length=64, default="", index=True)
    seen_at = DateTimeField()
    badge = CharField(max_length=32, null=True, unique=True)
    how = CharField(max_length=12, default="")  # unionid, code, telephone, staff
    bound_at = DateTimeField(null=True)
    message_key = CharField(max_length=190, default="")  # of the push that bound it
