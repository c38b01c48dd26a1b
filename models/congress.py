"""Tables of the congress."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from peewee import BooleanField, CharField, DateField, DateTimeField, IntegerField, TextField

from models.base import HandedOver, Row
from models.sealing import SealedField, hashed


class AgendaItem(HandedOver):
    """One line of the schedule. Times are Beijing time without an offset."""

    key = CharField(max_length=48, unique=True)  # stable over re-loading; used in scenes and addresses
    day = DateField(index=True)
    starts = DateTimeField()
    ends = DateTimeField(null=True)
    title = CharField(max_length=200)
    detail = TextField(default="")  # further lines of the content cell
    place = CharField(max_length=200, default="")
    audience = CharField(max_length=200, default="")
    remark = TextField(default="")
    cancelled = BooleanField(default=False)  # in the schedule still, but it does not take place
    position = IntegerField(default=0)  # order in the file


class Delegation(HandedOver):
    """A delegation with its discussion room."""

    key = CharField(max_length=48, unique=True)
    name = CharField(max_length=80)
    room = CharField(max_length=200, default="")
    convener = SealedField(max_length=80, default="")
    phone = SealedField(max_length=40, default="")
    digest = SealedField(max_length=64, default="")  # sealed: a telephone could be guessed from a plain one
    position = IntegerField(default=0)


def new_key() -> str:
    """128 bits that nobody can guess, as 32 characters that mean the same in every collation and address."""
    return secrets.token_hex(16)


class Delegate(HandedOver):
    """A person of the roster: private, never answered to anybody but the bound person."""

    badge = CharField(max_length=32, unique=True)
    name = SealedField(max_length=40)
    name_hash = CharField(max_length=64, default="", index=True)  # by which a name is found; kept in step by itself
    sex = CharField(max_length=8, default="")
    nation = CharField(max_length=20, default="")
    category = CharField(max_length=40, default="")
    delegation = CharField(max_length=80, default="", index=True)
    post = CharField(max_length=120, default="")
    phone = SealedField(max_length=40, default="")
    digest = SealedField(max_length=64, default="")  # sealed: a telephone could be guessed from a plain one
    seat = CharField(max_length=40, default="")
    room = CharField(max_length=40, default="")
    meal = CharField(max_length=20, default="")
    coach = CharField(max_length=20, default="")
    dining_table = CharField(max_length=60, default="")
    group_room = CharField(max_length=120, default="")  # where this person discusses, if the roster itself tells it
    # Lines of columns that nobody knows, each with its heading: told to the person alone.
    further = SealedField(max_length=1000, default="")
    # Of the personal code, made with the row and no part of what a file says: another load leaves it alone.
    scene_key = CharField(max_length=32, null=True, unique=True, default=new_key)
    # Beijing time at which the person's data were erased; the row stays, so that no file brings them back.
    erased_at = DateTimeField(null=True)

    @classmethod
    def insert(cls, data: Mapping[Any, Any] | None = None, /, **values: Any) -> Any:
        """As peewee's; the name's hash comes along."""
        return super().insert(_found_by_name({**(data or {}), **values}))

    @classmethod
    def insert_many(cls, rows: Iterable[Any], fields: Sequence[Any] | None = None) -> Any:
        """As peewee's; the names' hashes come along."""
        named = [dict(zip(fields, row, strict=True)) if fields else row for row in rows]
        return super().insert_many([_found_by_name(row) for row in named])

    @classmethod
    def update(cls, data: Mapping[Any, Any] | None = None, /, **values: Any) -> Any:
        """As peewee's; the name's hash comes along."""
        return super().update(_found_by_name({**(data or {}), **values}))


def _found_by_name(values: Mapping[Any, Any]) -> dict[str, Any]:
    plain = {getattr(column, "name", column): value for column, value in values.items()}
    return plain | {"name_hash": hashed(plain["name"])} if "name" in plain else plain


class GuideEntry(HandedOver):
    """A line of the service guide (meals, lodging, coaches, ...)."""

    key = CharField(max_length=48, unique=True)
    category = CharField(max_length=40)
    title = CharField(max_length=80)
    note = TextField(default="")
    place = CharField(max_length=200, default="")
    hours = CharField(max_length=120, default="")
    phone = CharField(max_length=40, default="")
    position = IntegerField(default=0)


class Faq(HandedOver):
    """A frequently asked question with other ways to ask it."""

    key = CharField(max_length=48, unique=True)
    question = CharField(max_length=200)
    aliases = TextField(default="")  # one a line
    answer = TextField()
    position = IntegerField(default=0)


class NewsItem(HandedOver):
    """An article. `body` is sanitised HTML; pictures are files under DATA_DIR/media."""

    slug = CharField(max_length=80, unique=True)
    title = CharField(max_length=200)
    column = CharField(max_length=40, index=True)  # as staff write it
    author = CharField(max_length=80, default="")
    published = DateTimeField(index=True)  # Beijing time
    summary = CharField(max_length=300, default="")
    cover = CharField(max_length=200, default="")  # file name under media/, or empty
    body = TextField()


class Rule(Row):
    """A keyword rule that staff add: the words that trigger it and the text that answers."""

    kind = CharField(max_length=10)  # exact, contains, pattern
    words = CharField(max_length=200)
    reply = TextField()
    priority = IntegerField(default=0)  # higher wins
    valid_from = DateTimeField(null=True)  # Beijing time, inclusive
    valid_until = DateTimeField(null=True)  # Beijing time, exclusive
    enabled = BooleanField(default=True)
    answer = IntegerField(default=0)  # the StaffAnswer that it is part of; 0: none


class Scene(Row):
    """A parametric code: one that was made on the platform, or (without a ticket) one that is to be made."""

    kind = CharField(max_length=20)
    key = CharField(max_length=64)
    scene = CharField(max_length=64, unique=True)
    ticket = CharField(max_length=200, default="")
    url = CharField(max_length=300, default="")
    created = DateTimeField()  # Beijing time at which it was last made, or put on the list
    expires = DateTimeField(null=True)  # empty: permanent, or not made yet
    purpose = CharField(max_length=200, default="")  # what it is for, in staff's words
    owner = CharField(max_length=80, default="")  # who looks after it
    permanent = BooleanField(default=False)  # what it is to be; what it is, says `expires`
    renewals = IntegerField(default=0)  # how often it was made anew: each time with another picture


class Scan(Row):
    """One scan of a code. The message key makes a repeated delivery count once."""

    message_key = CharField(max_length=190, unique=True)
    scene = CharField(max_length=64, index=True)
    at = DateTimeField()  # Beijing time of the push
    first = BooleanField()  # the person followed by this scan


class Message(Row):
    """A message left for staff in a conversation."""

    message_key = CharField(max_length=190, unique=True)
    openid = CharField(max_length=64, index=True)
    at = DateTimeField()
    text = SealedField(max_length=2000)  # words; of a voice those that were recognised, of a position its name
    kind = CharField(max_length=12, default="text")  # the platform's MsgType
    media_id = CharField(max_length=200, default="")  # of what the platform keeps for three days
    url = SealedField(max_length=2000, default="")  # of a picture or a link, as it was sent
    title = SealedField(max_length=200, default="")
    done_at = DateTimeField(null=True)  # Beijing time at which staff marked it as done
    done_by = CharField(max_length=80, default="")


class MenuVersion(Row):
    """A menu that was on the platform before it was replaced."""

    at = DateTimeField()  # Beijing time at which it was replaced
    by = CharField(max_length=80)  # who replaced it
    why = CharField(max_length=200)  # what replaced it: publish, setup, rollback to a number
    menus = TextField()  # all menus as JSON, tags by their names
