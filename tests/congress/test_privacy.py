"""What a person may ask of us: everything that is held, and that it is erased."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import models
from clock import BEIJING
from congress import (
    audit,
    binding,
    binding_desk,
    binding_flags,
    binding_history,
    delegates,
    identities,
    messages,
    privacy,
    scans,
    unanswered,
)
from congress.checkin import arrivals
from congress.errors import NotFound
from congress.holdings import HOLDINGS
from congress.notices import grants
from models.base import Row
from tests.conftest import DATABASE_SERVER

AT = datetime(2019, 5, 6, 9, 0, tzinfo=BEIJING)
NOW = "2019-05-06T09:00:00+08:00"
OPENID, MINI, OTHER = "oAlice-0000000000000000000_1", "mAlice-0000000000000000000_1", "oBob-000000000000000000000_2"
NAME, PHONE = "王晓东", "19900000001"
ROSTER = {
    "badge": "A-001", "name": NAME, "sex": "男", "nation": "汉族", "category": "正式代表", "delegation": "教育代表团",
    "post": "教师", "phone": PHONE, "seat": "3排5座", "room": "1203", "meal": "清真", "coach": "2号车",
    "dining_table": "6号桌", "group_room": "三层301", "further": "附注：轮椅席",
}  # fmt: skip


@pytest.fixture
def people(database_url: str) -> str:
    """Two people who did all there is to do."""
    models.Delegate.create(**ROSTER, source="名册.xlsx", sheet="代表", line=2, digest="d")
    models.Delegate.create(badge="A-002", name="李明", phone="19900000002", delegation="教育代表团")
    delegates.catalogue.expire()
    for number, (badge, openid) in enumerate((("A-001", OPENID), ("A-002", OTHER))):
        models.Follower.create(openid=openid, unionid=f"u{number}", since=AT.replace(tzinfo=None))
        key = delegates.key_of(badge)
        binding.by_key(openid, key, AT, f"b{number}")
        binding.by_telephone(openid, badge, "0000", AT, f"t{number}")
        messages.leave(f"l{number}", openid, AT, f"请转告{badge}")
        unanswered.keep(f"q{number}", openid, AT, "哪里有健身房")
        scans.count(f"e:{openid}:1:SCAN:x", "desk_hall-a", AT, True)
        models.CheckinEntry.create(
            mark=f"c{number}", stage="report", badge=badge, at=AT.replace(tzinfo=None), told="arrived",
            holds=f"report/{badge}/", taken_at=AT.replace(tzinfo=None),
        )  # fmt: skip
        grants.accept(openid, "T", AT, f"g{number}")
        for state, notice in (("sent", 1), ("waiting", 2)):
            models.NoticeRecipient.create(
                notice=notice, batch=1, openid=openid, badge=badge, state=state, due=AT.replace(tzinfo=None),
                told_key=f"e:{openid}:2:SCAN:x",
            )  # fmt: skip
    identities.claim(MINI, "A-001", "code", AT, "m")
    binding.by_key(OTHER, delegates.key_of("A-001"), AT, "again")  # a second claim
    audit.note("desk1", "card.seen", "A-001", AT, f"{NAME} 打电话 {PHONE} 问")
    return database_url


def everything(badge: str) -> dict[str, Any]:
    """An export without the time of it."""
    return privacy.export(badge, AT)


def test_the_export_holds_everything(people: str) -> None:
    held = everything("A-001")
    assert held["roster"] == [ROSTER]
    assert held["bindings"] == [
        {"openid": OPENID, "how": "code", "bound_at": NOW, "follows": True, "follows_since": NOW}
    ]  # fmt: skip
    assert held["mini_program"] == [{"openid": MINI, "unionid": "", "how": "code", "bound_at": NOW, "seen_at": NOW}]
    assert held["follower"] == [{"openid": OPENID, "unionid": "u0", "follows": True, "since": NOW}]
    assert held["binding_tries"] == [{"badge": "A-001", "at": NOW}]
    assert held["binding_matters"] == [{"kind": "other_badge", "badge": "A-001", "at": NOW, "closed_at": None}]
    assert held["messages"] == [
        {"at": NOW, "kind": "text", "text": "请转告A-001", "title": "", "url": "", "done_at": None}
    ]
    assert held["unanswered"] == [{"at": NOW, "text": "哪里有健身房"}]
    assert held["scans"] == [{"scene": "desk_hall-a", "at": NOW, "first": True}]
    assert [(row["stage"], row["told"]) for row in held["check_ins"]] == [("report", "arrived")]
    assert [(row["notice"], row["state"]) for row in held["notices"]] == [(1, "sent"), (2, "waiting")]
    assert held["grants"] == [{"template": "T", "at": NOW, "ended": ""}]
    assert held["audit"] == [{"at": NOW, "by": "desk1", "what": "card.seen"}]
    assert set(held) == {"badge", "made_at", "audit"} | {holding.name for holding in HOLDINGS}
    assert json.loads(json.dumps(held)) == held
    assert OTHER not in json.dumps(held)
    assert [(line.by, line.what, line.subject) for line in audit.lines(what="privacy.export")] == [
        ("self", "privacy.export", "A-001")
    ]


def test_who_is_bound_no_more_gets_what_their_openid_left(people: str) -> None:
    """Nothing of the badge's, which may be another person's by now, and nothing of others without a badge."""
    naive_at = AT.replace(tzinfo=None)
    binding_desk.release("A-001", "王晓东说不是他", "Li", AT)
    identities.claim(OPENID, "A-001", "code", AT, "m2")  # the same text in the mini program is another person
    binding_desk.release("A-001", "手机丢了", "Li", AT)
    models.BindingFlag.create(mark="f", kind="locked_openid", badge="", openid="oStranger", at=naive_at)
    for openid, notice in (("oStranger", 3), ("#", 4)):
        models.NoticeRecipient.create(notice=notice, batch=1, openid=openid, badge="", state="sent", due=naive_at)
    row = models.NoticeRecipient.get(models.NoticeRecipient.openid == OPENID)
    told = {"state": "sent", "channel": row.channel, "settled_at": None, "why": ""}
    assert privacy.export_unbound(OPENID, AT) == {
        "badge": "", "made_at": NOW, "roster": [], "bindings": [], "mini_program": [], "check_ins": [],
        "follower": [{"openid": OPENID, "unionid": "u0", "follows": True, "since": NOW}],
        "binding_tries": [{"badge": "A-001", "at": NOW}], "binding_matters": [],
        "binding_changes": [{"at": NOW, "what": "release", "badge": "A-001"}],
        "unanswered": [{"at": NOW, "text": "哪里有健身房"}],
        "messages": [{"at": NOW, "kind": "text", "text": "请转告A-001", "title": "", "url": "", "done_at": None}],
        "scans": [{"scene": "desk_hall-a", "at": NOW, "first": True}],
        "notices": [{"notice": 1, **told}, {"notice": 2, **told, "state": "waiting"}],
        "grants": [{"template": "T", "at": NOW, "ended": ""}],
    }  # fmt: skip
    assert [(line.by, line.subject, line.detail) for line in audit.lines(what="privacy.export")] == [
        ("self", "", "unbound")
    ]
    assert (privacy.ended(OPENID), privacy.ended(MINI)) == (privacy.Ended("A-001", "release", AT), None)
    held = privacy.export_unbound("oStranger", AT)
    assert {name: rows for name, rows in held.items() if rows and isinstance(rows, list)} == {
        "binding_matters": [{"kind": "locked_openid", "badge": "", "at": NOW, "closed_at": None}],
        "notices": [{"notice": 3, **told}],
    }


def test_the_badge_that_moved_on_is_told_of_to_who_had_it(people: str) -> None:
    [flag] = [each for each in binding_flags.flags() if each.openid == OTHER]
    assert privacy.ended(OPENID) is None
    binding_desk.move(flag.number, "认错了人", "Li", AT)
    assert privacy.ended(OPENID) == privacy.Ended("A-001", "move", AT)
    [change, *_] = binding_history.changes("A-001")
    binding_history.restore(change.number, "Li", AT + timedelta(minutes=5))
    assert privacy.ended(OTHER) == privacy.Ended("A-001", "restore", AT + timedelta(minutes=5))
    privacy.erase("A-001", "self", AT)
    assert (privacy.ended(OPENID), privacy.ended(OTHER)) == (None, privacy.Ended("A-002", "release", AT))


def test_an_unknown_badge_has_nothing(people: str) -> None:
    for ask in (lambda: privacy.export("A-009", AT), lambda: privacy.erase("A-009", "self", AT)):
        with pytest.raises(NotFound):
            ask()


def test_an_erasure_leaves_the_number_and_nothing_else(people: str) -> None:
    key, before = delegates.key_of("A-001"), models.Revision.current()
    other = everything("A-002")
    erased = privacy.erase("A-001", "self", AT, "本人要求")
    assert erased.badge == "A-001"
    assert set(erased.openids) == {OPENID, MINI}
    assert erased.rows == {
        "check_ins": 1, "roster": 1, "bindings": 1, "follower": 1, "mini_program": 1, "binding_tries": 1,
        "binding_matters": 1, "messages": 1, "unanswered": 1, "scans": 1, "notices": 2, "grants": 1,
    }  # fmt: skip
    row = models.Delegate.get(models.Delegate.badge == "A-001")
    kept = {name for name, value in row.__data__.items() if value not in ("", None, 0, False)}
    assert kept == {"id", "badge", "withdrawn", "erased_at"}
    assert (binding.badge_of(OPENID), binding.badge_of(MINI, miniprogram=True)) == ("", "")
    assert models.Revision.current() == before + 1
    delegates.catalogue.expire()
    with pytest.raises(NotFound):
        binding.by_key(OPENID, key, AT, "n")
    assert delegates.named(NAME) == ()
    assert "A-001" not in arrivals.arrived("report")
    told = models.NoticeRecipient.select().where(models.NoticeRecipient.openid.startswith("erased:"))
    assert sorted((each.state, each.badge) for each in told) == [("dropped", ""), ("sent", "")]
    # What is about somebody else stands: but the matter about this badge was both people's.
    after = everything("A-002") | {"binding_matters": other["binding_matters"], "audit": other["audit"]}
    assert after == other
    assert scans.counts()[0].total == 2


def test_the_audit_says_what_was_done_without_private_values(people: str) -> None:
    privacy.erase("A-001", "office1", AT, "本人要求")
    newest, *_, oldest = audit.lines(subject="A-001")
    assert (newest.by, newest.what) == ("office1", "privacy.erase")
    assert newest.detail.endswith("; 本人要求")
    assert "messages 1" in newest.detail
    assert (oldest.what, oldest.detail) == ("card.seen", "… 打电话 … 问")


def test_an_erasure_again_changes_nothing(people: str) -> None:
    first = privacy.erase("A-001", "self", AT)
    held = models.Delegate.get(models.Delegate.badge == "A-001").erased_at
    again = privacy.erase("A-001", "self", AT + timedelta(days=1))
    assert first.rows != again.rows
    assert set(again.rows) <= {"check_ins", "roster"}
    assert models.Delegate.get(models.Delegate.badge == "A-001").erased_at == held
    with pytest.raises(NotFound):
        privacy.export("A-001", AT)


def traces(values: set[str]) -> set[tuple[str, str]]:
    """Which tables hold which of the values, in whatever column."""
    tables: list[Any] = [Row]
    for table in tables:
        tables.extend(table.__subclasses__())
    there = set(models.database.get_tables())
    return {
        (table.__name__, value)
        for table in tables if table._meta.table_name in there
        for row in table.select().dicts()
        for value in values if any(value in str(cell) for cell in row.values())
    }  # fmt: skip


def test_no_table_and_no_file_holds_the_person_any_more(people: str) -> None:
    values = {NAME, PHONE, OPENID, MINI, delegates.key_of("A-001")}
    assert len(traces(values)) > 10
    privacy.erase("A-001", "self", AT)
    assert traces(values) == {("Follower", OPENID)}  # who still follows the account is on its list
    if not DATABASE_SERVER:
        file = Path(people.removeprefix("sqlite:///"))
        raw = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
        assert [value for value in values if value.encode() in raw] == [OPENID]


def test_who_stops_following_leaves_no_grants(people: str) -> None:
    privacy.unfollowed(OPENID, AT)
    assert [row.openid for row in models.Grant.select()] == [OTHER]
    assert binding.badge_of(OPENID) == "A-001"
    grants.accept(OTHER, "T", AT + timedelta(hours=1), "later")
    privacy.unfollowed(OTHER, AT)  # an older push that was overtaken takes nothing newer
    assert [row.at for row in models.Grant.select()] == [(AT + timedelta(hours=1)).replace(tzinfo=None)]


def test_names_are_found_by_their_hash(people: str) -> None:
    assert delegates.named("王晓东") == ("A-001",)
    assert delegates.named(" 王 晓东 ") == ("A-001",)
    assert delegates.named("王晓") == ()
    assert delegates.named("") == ()
    models.Delegate.create(badge="A-000", name="王晓东")
    models.Delegate.create(badge="A-003", name="王晓东", withdrawn=True)
    assert delegates.named("王晓东") == ("A-000", "A-001")


def test_a_released_binding_is_not_of_the_person_any_more(people: str) -> None:
    binding_desk.release("A-001", "换手机", "desk1", AT)
    erased = privacy.erase("A-001", "self", AT)
    assert erased.openids == ()
    change = models.BindingChange.select().order_by(models.BindingChange.id).get()
    assert (change.badge, change.old_openid, change.reason) == ("A-001", "", "")
