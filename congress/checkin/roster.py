"""What a check-in desk must know to work without a network, and no more of anybody than that.

Names, so that staff see whom they have before them; no telephone, no seat, no room. Of the personal codes only digests:
a desk recognises a badge and can't make one.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from pypinyin import lazy_pinyin

import models
from congress import audit, catalogue, staff
from congress.catalogue import beijing
from congress.checkin import expected, stages
from congress.checkin.board import revision
from congress.checkin.stages import Stage
from congress.errors import Invalid

LIFE = timedelta(hours=20)  # of a roster on a device: the longest day of a congress
DIGITS = 16  # hexadecimal, of the SHA-256 of a code
LONGEST_DEVICE = 40
SCENE = "delegate_"
TAKEN, SEEN = "checkin.roster", "checkin.board"  # in the audit log


def version() -> str:
    """Another word whenever a roster made now would differ: people, codes or stages changed."""
    made = models.Scene.select().where((models.Scene.kind == "delegate") & (models.Scene.ticket != "")).count()
    plan = hashlib.sha256(repr((stages.all(), stages.desks())).encode()).hexdigest()[:8]
    return f"{catalogue.current().revision}-{made}-{plan}"


def roster(at: datetime) -> dict[str, Any]:
    """The roster as a desk takes it, valid for LIFE from `at` (aware). Times are Unix milliseconds.

    A person is [badge, name, place of the delegation in `delegations`, of the category in `categories`, pinyin, digest
    of the code's address, digest of its scene]. `among` of a stage names people by their place in `people`: those who
    may, or with `except` those who may not.
    """
    word = version()  # read first: what changes meanwhile shows as another version
    row = models.Delegate
    chosen = row.select(row.badge, row.name, row.delegation, row.category, row.scene_key)
    rows = list(chosen.where(~row.withdrawn).order_by(row.badge))
    delegations, categories = (sorted({getattr(each, name) for each in rows}) for name in ("delegation", "category"))
    addresses = dict(_addresses())
    places = {each.badge: place for place, each in enumerate(rows)}
    return {
        "kind": "roster",
        "version": word,
        "made": milliseconds(at),
        "expires": milliseconds(at + LIFE),
        "delegations": delegations,
        "categories": categories,
        "people": [
            [each.badge, each.name, delegations.index(each.delegation), categories.index(each.category),
             pinyin(each.name), digest_of_address(addresses.get(f"{SCENE}{each.scene_key}", "")),
             digest(f"{SCENE}{each.scene_key}") if each.scene_key else ""]
            for each in rows
        ],
        "stages": [_stage(each, places) for each in stages.all()],
        "desks": [{"key": each.key, "name": each.name} for each in stages.desks()],
    }  # fmt: skip


def seen(stage_key: str, at: datetime) -> dict[str, Any]:
    """Who came to a stage so far, each when last counted: [badge, Unix milliseconds, desk, by]. `at` is aware.

    `by` is the name of the account if it has one, else the login.
    """
    number = revision(stage_key)
    table = models.CheckinEntry
    rows = list(table.select().where((table.stage == stage_key) & table.holds.is_null(False)).order_by(table.at))
    names = staff.names(row.by for row in rows)
    last = {
        row.badge: [row.badge, milliseconds(beijing(row.at)), row.desk, names.get(row.by, row.by)] for row in rows
    }  # fmt: skip
    made = milliseconds(at)
    return {"kind": "seen", "stage": stage_key, "version": str(number), "made": made, "seen": list(last.values())}


def current_stages(at: datetime) -> tuple[str, ...]:
    """The stages whose lists a desk takes along: those that are not over at `at` (aware)."""
    return tuple(each.key for each in stages.all() if at < each.closes)


def note_taken(device: str, by: str, at: datetime) -> None:
    """Note in the audit log that a device was handed the roster, once a day. Raises Invalid("device")."""
    if not device.isascii() or not device.replace("-", "").isalnum() or len(device) > LONGEST_DEVICE:
        raise Invalid("device")
    _note_daily(by, TAKEN, device, at, f"{len(expected.attendees())} people, without telephones")


def note_seen(by: str, stage_key: str, at: datetime) -> None:
    """Note in the audit log that somebody sees by name who is missing at a stage, once a day."""
    _note_daily(by, SEEN, stage_key, at, "")


def _note_daily(by: str, what: str, subject: str, at: datetime, detail: str) -> None:
    before = audit.lines(what=what, subject=subject, by=by, most=1)
    if not before or before[0].at.date() != at.astimezone(catalogue.BEIJING).date():
        audit.note(by, what, subject, at, detail)


def digest(text: str) -> str:
    """What a roster holds instead of a code."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def digest_of_address(address: str) -> str:
    """The same for the address in a printed code, however its scheme is written; empty for none."""
    return digest(address.partition("://")[2] or address) if address else ""


def pinyin(name: str) -> str:
    """The name's syllables, by which it can be typed without an input method."""
    syllables = ("".join(filter(str.isalnum, each)) for each in lazy_pinyin(name))
    return " ".join(filter(None, syllables)).lower()


def milliseconds(at: datetime) -> int:
    """Unix milliseconds of an aware time."""
    return int(at.timestamp() * 1000)


def _addresses() -> Iterator[tuple[str, str]]:
    table = models.Scene
    rows = table.select(table.scene, table.url).where((table.kind == "delegate") & (table.ticket != ""))
    yield from rows.tuples().iterator()


def _stage(stage: Stage, places: dict[str, int]) -> dict[str, Any]:
    may = sorted(places[badge] for badge in expected.at(stage) if badge in places)
    rest = sorted(set(places.values()) - set(may))
    return {
        "key": stage.key, "name": stage.name, "opens": milliseconds(stage.opens), "closes": milliseconds(stage.closes),
        "daily": [time.hour * 60 + time.minute for time in stage.daily] if stage.daily else None,
        "count": stage.count.value, "again_after": stage.again_after,
        "except": len(rest) < len(may), "among": rest if len(rest) < len(may) else may,
    }  # fmt: skip
