"""Life spans: what is over goes, what is not stays, and the file says the same as the rules."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

import models
from clock import BEIJING
from congress import audit, ended, privacy, retention
from congress.errors import NotFound

LAST = date(2019, 5, 8)  # of the congress
AT = datetime(2019, 5, 9, 3, 30, tzinfo=BEIJING)
NONE: dict[str, int] = {}


def days(number: float) -> datetime:
    """So many days before AT, as the tables hold it."""
    return (AT - timedelta(days=number)).replace(tzinfo=None)


@pytest.fixture
def rows(database_url: str) -> None:
    """For each kind one row whose time is over and one whose time is not, a day and a half on either side."""
    models.AgendaItem.create(key="a", day=LAST, starts=datetime(2019, 5, 8, 9), title="闭幕")
    models.AgendaItem.create(key="b", day=date(2030, 1, 1), starts=datetime(2030, 1, 1), title="撤下", withdrawn=True)
    for number, shift in enumerate((1.5, -0.5)):

        def over(kind: str, shift: float = shift) -> datetime:
            return days(retention.kinds()[kind].days + shift)

        m = models
        m.Delegate.create(badge=f"A-{number}", name="甲", phone="19900000001")
        m.Binding.create(badge=f"A-{number}", openid=f"o{number}", how="code", bound_at=days(1), message_key="m",
                         follows_since=days(1))  # fmt: skip
        m.Message.create(message_key=f"m{number}", openid=f"o{number}", at=over("messages"), text="一")
        m.Unanswered.create(message_key=f"q{number}", openid="", at=over("unanswered"), text="一")
        m.Unanswered.create(message_key=f"r{number}", openid="o", at=over("unanswered_askers"), text="二")
        m.Message.create(message_key=f"u{number}", openid=f"gone{number}", at=days(1), text="二")
        m.Follower.create(openid=f"gone{number}", follows=False, since=over("followers_gone"))
        m.Follower.create(openid=f"o{number}", follows=True, since=days(999))
        m.FollowerRun.create(began_at=days(99), ended_at=over("follower_runs"))
        m.MiniUser.create(openid=f"m{number}", seen_at=over("mini_users"))
        m.BindingTry.create(message_key=f"t{number}", openid="o", badge="A-0", at=over("binding_tries"))
        m.BindingFlag.create(mark=f"f{number}", kind="taken", badge="A-0", openid="o", at=days(999),
                             closed_at=over("binding_matters"))  # fmt: skip
        m.BindingChange.create(at=over("binding_changes"), by="x", what="move", badge="A-0", old_openid="o",
                               new_openid="p", reason="r")  # fmt: skip
        m.Scan.create(message_key=f"e:o{number}:1:SCAN:x", scene="s", at=over("scans"), first=False)
        notice = m.Notice.create(mark=f"n{number}", kind="change", state="done", audience_kind="everyone", words="w",
                                 at=days(999), due=days(999), finished=over("notices"))  # fmt: skip
        m.NoticeRecipient.create(notice=notice.id, batch=1, openid=f"o{number}", badge=f"A-{number}", state="sent",
                                 due=days(999))  # fmt: skip
        m.Grant.create(mark=f"g{number}", openid="o", template="T", at=over("grants"), ended="used up")
        m.AuditLine.create(at=over("audit"), by="x", what="card.seen", subject="A-9")
    m.Message.create(message_key="still", openid="gone-but-open", at=days(1), text="三")
    m.BindingFlag.create(mark="open", kind="taken", badge="A-0", openid="o", at=days(999))
    m.Grant.create(mark="open", openid="o", template="T", at=days(999))


# Kinds of which one row each is over while the congress still counts.
ONE_EACH = dict.fromkeys(
    ["messages", "messages_unfollowed", "unanswered", "unanswered_askers", "followers_gone", "follower_runs",
     "mini_users", "binding_tries",
     "binding_matters", "binding_changes", "scans", "notices", "grants", "audit"], 1,
)  # fmt: skip


def left() -> dict[str, Any]:
    """How many rows each table has."""
    tables = {rule.table for rule in ended.RULES.values()}
    return {table.__name__: table.select().count() for table in tables}


def test_what_is_over_goes_and_nothing_else(rows: None) -> None:
    before = left()
    assert {kind: number for kind, number in retention.due(AT).items() if number} == ONE_EACH
    assert left() == before
    batches: list[tuple[str, int]] = []
    assert retention.sweep(AT, lambda kind, number: batches.append((kind, number))) == ONE_EACH
    assert batches == [(kind, 1) for kind in retention.kinds() if kind in ONE_EACH]
    gone = {table: before[table] - number for table, number in left().items() if before[table] != number}
    assert gone == {
        "Message": 2, "Follower": 1, "FollowerRun": 1, "MiniUser": 1, "BindingTry": 1, "BindingFlag": 1, "Grant": 1,
        "Unanswered": 1,
        "AuditLine": 1 - len(ONE_EACH),  # the log says what was taken
    }  # fmt: skip
    assert retention.sweep(AT) == NONE
    assert {kind: number for kind, number in retention.due(AT).items() if number} == NONE
    assert [row.text for row in models.Message.select().order_by(models.Message.id)] == ["一", "二", "三"]
    assert sorted(row.message_key.partition(":")[0] for row in models.Scan.select()) == ["e", "erased"]
    assert sorted(row.badge for row in models.NoticeRecipient.select()) == ["", "A-1"]
    assert {(line.by, line.subject, line.detail) for line in audit.lines(what="privacy.retention")} == {
        ("system", kind, "1") for kind in ONE_EACH
    }


def test_the_roster_stays_until_the_congress_is_long_over(rows: None) -> None:
    span = retention.kinds()["roster"].days
    models.Delegation.create(key="d", name="教育代表团", convener="赵召集", phone="19900010001")
    almost = datetime(2019, 5, 9, 0, 0, tzinfo=BEIJING) + timedelta(days=span, seconds=-1)
    assert "roster" not in retention.due(almost)
    after = almost + timedelta(seconds=1)
    assert retention.due(after)["roster"] == 2
    week = after + retention.NOTICE
    assert "roster" not in retention.sweep(after)  # noticed, for a clock or an agenda may be wrong
    assert "roster" not in retention.sweep(week - timedelta(seconds=1))
    assert retention.sweep(week)["roster"] == 2
    assert [row.name for row in models.Delegate.select()] == ["", ""]
    assert models.Binding.select().count() == 0
    group = models.Delegation.get()
    assert (group.name, group.convener, group.phone) == ("教育代表团", "", "")
    with pytest.raises(NotFound):
        privacy.export("A-0", after)
    assert retention.sweep(week) == NONE
    # Not for good, unlike an erasure that somebody asked for: the next congress may have the same numbers.
    row = models.Delegate.get(models.Delegate.badge == "A-0")
    assert (row.erased_at, row.withdrawn, len(row.scene_key or "")) == (None, True, 32)


def test_a_congress_that_is_not_over_after_all_is_noticed_anew(rows: None) -> None:
    after = datetime(2019, 5, 9, 0, 0, tzinfo=BEIJING) + timedelta(days=retention.kinds()["roster"].days)
    retention.sweep(after)
    models.AgendaItem.update(day=after.date()).where(models.AgendaItem.key == "a").execute()
    retention.sweep(after + timedelta(days=1))
    models.AgendaItem.update(day=LAST).where(models.AgendaItem.key == "a").execute()
    assert "roster" not in retention.sweep(after + timedelta(days=8))
    assert "roster" not in retention.sweep(after - timedelta(days=-1))  # a clock that was set back
    assert "roster" not in retention.sweep(after + timedelta(days=7))
    assert retention.sweep(after + timedelta(days=8), by_hand=True)["roster"] == 2


def test_without_an_agenda_the_roster_stays(database_url: str) -> None:
    models.Delegate.create(badge="A-1", name="甲")
    assert retention.sweep(AT + timedelta(days=9999)) == NONE


def test_it_stops_between_two_batches_and_goes_on(rows: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    models.BindingTry.insert_many(
        [{"message_key": f"x{n}", "openid": "o", "badge": "A-0", "at": days(9)} for n in range(5)]
    ).execute()
    seen: list[int] = []
    told = retention.sweep(AT, lambda kind, n: seen.append(n) if kind == "binding_tries" else None, lambda: bool(seen))
    assert (seen, told["binding_tries"], "audit" in told) == ([2], 2, False)
    assert retention.sweep(AT)["binding_tries"] == 4
    assert models.BindingTry.select().count() == 1


def test_once_a_night(database_url: str) -> None:
    def at(day: int, hour: int, minute: int) -> datetime:
        return datetime(2019, 5, day, hour, minute, tzinfo=BEIJING)

    assert retention.turn(at(5, 12, 30))  # never done: at once
    assert not retention.turn(at(5, 23, 59))
    assert not retention.turn(at(6, 3, 9))
    assert retention.turn(at(6, 3, 10))
    assert not retention.turn(at(6, 3, 11))
    assert retention.turn(at(9, 20, 0))  # nights that were slept through
    assert not retention.turn(at(10, 3, 0))
    assert retention.turn(at(5, 12, 30))  # a demo that starts anew


def test_the_file_and_the_rules_are_of_one_mind() -> None:
    assert [kind for kind in retention.kinds() if kind != retention.FILES] == list(ended.RULES)
    for kind in retention.kinds().values():
        assert kind.days > 0
        assert kind.since in ("row", "congress")
        assert kind.what
        assert kind.why
