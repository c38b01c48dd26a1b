"""Messages that people leave for staff."""

from datetime import datetime

from congress.catalogue import BEIJING
from congress.errors import Invalid
from models import Message

LONGEST = 2000  # characters


def leave(message_key: str, openid: str, at: datetime, text: str) -> None:
    """Keep a message for staff; the same message key again changes nothing. `at` is aware.

    Raises Invalid with the code `empty` when nothing readable is left of the text.
    """
    kept = "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()[:LONGEST]
    if not kept:
        raise Invalid("empty")
    values = {
        "message_key": message_key, "openid": openid, "text": kept, "at": at.astimezone(BEIJING).replace(tzinfo=None),
    }  # fmt: skip
    Message.insert(values).on_conflict_ignore().execute()
