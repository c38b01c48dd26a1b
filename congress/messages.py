"""Messages that people leave for staff: kept, read, marked as done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from congress import audit
from congress.catalogue import beijing, naive
from congress.errors import Invalid, NotFound
from models import Binding, Message, MiniUser, database

LONGEST = 2000  # characters
LONGEST_TITLE = 200
WORDLESS = frozenset({"image", "video", "shortvideo", "voice", "file", "link", "location"})


@dataclass(frozen=True, slots=True, repr=False)  # nothing of it may get into an error by being shown
class Left:
    """A message. `badge` is the delegate's who is bound to the openid, empty for none; `url` is one of the web or
    empty; `done` and `done_by` say when it was marked as done (aware) and by whom, None and empty while it is open."""

    number: int
    at: datetime
    openid: str
    badge: str
    kind: str
    text: str
    title: str
    url: str
    done: datetime | None
    done_by: str


def leave(
    message_key: str, openid: str, at: datetime, text: str, *, kind: str = "text", media_id: str = "", url: str = "",
    title: str = "",
) -> None:  # fmt: skip
    """Keep a message for staff; the same message key again changes nothing. `at` is aware.

    `kind` is the platform's MsgType, `media_id` and `url` where it has what was sent. Raises Invalid with the code
    `empty` when there is nothing to keep.
    """
    kept = _readable(text, LONGEST)
    if not kept and kind not in WORDLESS:
        raise Invalid("empty")
    values = {
        "message_key": message_key, "openid": openid, "text": kept, "at": naive(at), "kind": kind[:12],
        "media_id": media_id[:200], "url": url if len(url) <= LONGEST else "", "title": _readable(title, LONGEST_TITLE),
    }  # fmt: skip
    Message.insert(values).on_conflict_ignore().execute()


def left(*, only_open: bool = True, before: int = 0, most: int = 50) -> tuple[Left, ...]:
    """The newest messages, or those before a number."""
    found = Message.select().order_by(Message.id.desc()).limit(most)
    if only_open:
        found = found.where(Message.done_at.is_null())
    if before:
        found = found.where(Message.id < before)
    rows = list(found)
    badges = _badges([row.openid for row in rows])
    return tuple(_left(row, badges) for row in rows)


def waiting() -> int:
    """How many are open."""
    return int(Message.select().where(Message.done_at.is_null()).count())


def settle(number: int, by: str, at: datetime, *, done: bool = True) -> bool:
    """Mark a message as done, or as open again; whether that changed anything. `at` is aware. Raises NotFound."""
    with database.atomic():
        is_other = Message.done_at.is_null() if done else Message.done_at.is_null(False)
        values = {"done_at": naive(at), "done_by": by} if done else {"done_at": None, "done_by": ""}
        changed = bool(Message.update(values).where((Message.id == number) & is_other).execute())
        if changed:
            audit.note(by, "message.done" if done else "message.reopened", str(number), at)
        elif Message.get_or_none(Message.id == number) is None:
            raise NotFound(str(number))
    return changed


def _readable(text: str, longest: int) -> str:
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()[:longest]


def _left(row: Message, badges: Mapping[str, str]) -> Left:
    done = beijing(row.done_at) if row.done_at else None
    return Left(
        row.id, beijing(row.at), row.openid, badges.get(row.openid, ""), row.kind, row.text, row.title, _web(row.url),
        done, row.done_by,
    )  # fmt: skip


def _web(url: str) -> str:
    """The address, if a browser opens it as a page of the web: nothing that runs, nothing that looks like another."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_plain = parts.scheme in ("http", "https") and parts.hostname and not parts.username and url.isprintable()
    return url if is_plain else ""


def _badges(openids: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in (MiniUser, Binding):
        bound = table.select(table.openid, table.badge).where(table.openid.in_(openids), table.badge.is_null(False))
        found.update({row.openid: row.badge or "" for row in bound})
    return found
