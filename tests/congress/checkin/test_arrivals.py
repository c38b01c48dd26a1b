"""Arrivals one by one: what each is told, what is kept, what staff take back."""

from datetime import timedelta

import pytest

import models
from congress import audit, catalogue
from congress.checkin import arrivals, board, retraction
from congress.checkin.arrivals import Arrival, Entry, Outcome, Reason, Seen
from congress.errors import Conflict, Invalid, NotFound
from tests.congress.checkin.small import at, fill


@pytest.fixture(autouse=True)
def _small(database_url: str) -> None:
    fill()


def scan(
    badge: str = "A-001", when: str = "05 13:00:00", mark: str = "", stage: str = "report", desk: str = "hall-a"
) -> Arrival:
    mark = mark or f"{stage}{badge}{when}{desk}".replace(" ", "_")
    return arrivals.arrive(stage, badge, at(when), mark=mark, desk=desk, by="li", how="gun")


def queued(badge: str, when: str, desk: str = "hall-b", stage: str = "report") -> Entry:
    return Entry(f"q-{badge}-{when}-{desk}".replace(" ", "_"), stage, badge, at(when), desk, "wang", "camera")


def holding(stage: str = "report") -> list[tuple[str, str, str]]:
    table = models.CheckinEntry
    rows = table.select().where((table.stage == stage) & table.holds.is_null(False)).order_by(table.badge, table.at)
    return [(row.badge, row.at.strftime("%d %H:%M:%S"), row.desk) for row in rows]


def test_the_first_arrives_and_the_second_sees_who_where_and_when() -> None:
    seen = Seen(at("05 13:00:00"), "hall-a", "li", "gun")
    first = scan()
    assert first == Arrival(Outcome.ARRIVED, "A-001", "report", seen, None, first.number)
    again = scan(when="05 13:05:00", desk="hall-b")
    assert again == Arrival(Outcome.ALREADY, "A-001", "report", seen, None, again.number)
    assert holding() == [("A-001", "05 13:00:00", "hall-a")]
    assert arrivals.absent("report") == ("A-002", "A-003", "B-001")
    assert [(each.key, each.stage.name, each.seen) for each in arrivals.of("A-001")] == [("report", "报到", seen)]


def test_the_same_mark_is_the_same_scan() -> None:
    for _ in range(3):
        first, second = scan(mark="m:1"), scan(when="05 13:05:00", mark="m:2")
        assert (first.outcome, second.outcome) == (Outcome.ARRIVED, Outcome.ALREADY)
        assert first.first == second.first == Seen(at("05 13:00:00"), "hall-a", "li", "gun")
    assert models.CheckinEntry.select().count() == 2
    with pytest.raises(Conflict):
        scan("A-002", mark="m:1")
    for mark in (" ", "x" * 191, "\u7b7e", "a b"):
        with pytest.raises(Invalid, match="mark"):
            scan("A-002", mark=mark)
    assert models.CheckinEntry.select().count() == 2


@pytest.mark.parametrize(
    ("stage", "badge", "when", "reason"),
    [
        ("report", "A-001", "05 11:59:59", Reason.EARLY), ("report", "A-001", "06 12:00:00", Reason.LATE),
        ("office", "A-001", "05 17:30:00", Reason.CLOSED),
        ("sitting-opening", "B-001", "06 09:00:00", Reason.NOT_ENTITLED),
    ],
)  # fmt: skip
def test_who_is_not_let_in_is_kept_for_staff(stage: str, badge: str, when: str, reason: Reason) -> None:
    refused = scan(badge, when, stage=stage)
    assert (refused.outcome, refused.reason, refused.first) == (Outcome.REFUSED, reason, None)
    assert scan(badge, when, stage=stage) == Arrival(
        Outcome.REFUSED, badge, stage, None, reason, refused.number, again=True
    )
    assert [(each.badge, each.reason) for each in board.board(stage, at(when)).refused] == [(badge, reason)]
    assert holding(stage) == []
    admitted = arrivals.admit(refused.number, "li", "letter of the office", at(when))
    assert (admitted.outcome, holding(stage)) == (Outcome.ARRIVED, [(badge, when, "hall-a")])
    with pytest.raises(NotFound):
        arrivals.admit(refused.number, "li", "again", at(when))
    assert [(line.what, line.subject, line.detail) for line in audit.lines()] == [
        ("checkin.admit", badge, f"{stage} #{refused.number}: letter of the office")
    ]


@pytest.mark.parametrize("badge", ["A-777", "A-009"])
def test_nobody_lets_in_who_is_not_on_the_roster(badge: str) -> None:
    refused = scan(badge)
    assert (refused.outcome, refused.reason, refused.first) == (Outcome.REFUSED, Reason.UNKNOWN_BADGE, None)
    with pytest.raises(Invalid, match="unknown_badge"):
        arrivals.admit(refused.number, "li", "known to everybody", at("05 13:00:00"))
    assert ([each.badge for each in board.board("report", at("05 13:00:00")).refused], holding()) == ([badge], [])
    assert audit.lines() == ()
    models.Delegate.delete().where(models.Delegate.badge == badge).execute()
    models.Delegate.create(badge=badge, name="甲", category="正式代表")
    models.Revision.raise_()
    catalogue.expire()
    arrivals.admit(refused.number, "li", "on the roster now", at("05 13:05:00"))
    assert holding() == [(badge, "05 13:00:00", "hall-a")]


def test_a_refused_scan_that_was_taken_back_is_let_in_by_nobody() -> None:
    refused = scan(when="05 11:00:00", mark="m:early")
    retraction.retract("m:early", "li", "the wrong person", at("05 11:01:00"))
    with pytest.raises(NotFound):
        arrivals.admit(refused.number, "li", "all the same", at("05 11:02:00"))
    assert holding() == []


def test_what_may_be_a_secret_is_not_kept() -> None:
    key = "0123456789abcdef0123456789abcdef"
    refused = [scan(text, mark=f"m:{place}") for place, text in enumerate((key, f"delegate_{key}", "张三"))]
    assert [(each.outcome, each.badge) for each in refused] == [(Outcome.REFUSED, "?")] * 3
    assert {row.badge for row in models.CheckinEntry.select()} == {"?"}
    with pytest.raises(Invalid, match="badge"):
        arrivals.admit(refused[0].number, "li", "why not", at("05 13:00:00"))


def test_late_but_checked_in_before() -> None:
    scan()
    late = scan(when="06 13:00:00")
    assert (late.outcome, late.reason, late.first) == (
        Outcome.REFUSED, Reason.LATE, Seen(at("05 13:00:00"), "hall-a", "li", "gun"),
    )  # fmt: skip


def test_per_day_counts_once_a_day() -> None:
    days = ["05 09:00:00", "05 23:59:59", "06 00:00:00", "07 08:00:00", "06 10:00:00"]
    found = [scan(when=when, stage="papers").outcome for when in days]
    assert found == [Outcome.ARRIVED, Outcome.ALREADY, Outcome.ARRIVED, Outcome.ARRIVED, Outcome.ALREADY]
    assert [when for _, when, _ in holding("papers")] == ["05 09:00:00", "06 00:00:00", "07 08:00:00"]


def test_each_time_counts_every_time_but_not_twice_at_once() -> None:
    times = ["05 13:00:00", "05 13:00:05", "05 13:00:20", "05 13:00:39", "05 14:00:00"]
    found = [scan(when=when, stage="gate") for when in times]
    assert [each.outcome for each in found] == [
        Outcome.ARRIVED, Outcome.JUST_NOW, Outcome.ARRIVED, Outcome.JUST_NOW, Outcome.ARRIVED,
    ]  # fmt: skip
    assert found[1].first == Seen(at("05 13:00:00"), "hall-a", "li", "gun")
    figures = board.board("gate", at("05 15:00:00"))
    assert (figures.arrived, figures.total, len(figures.duplicates)) == (1, 3, 2)


def test_a_queue_is_merged_the_earliest_holds_and_nothing_is_lost() -> None:
    scan("A-001", "05 13:30:00")
    queue = [
        queued("A-001", "05 13:00:00"), queued("A-002", "05 13:01:00"), queued("A-002", "05 13:00:30"),
        queued("A-777", "05 13:02:00"), queued("A-003", "05 11:00:00"), queued("A-003", "05 13:00:00", stage="gone"),
    ]  # fmt: skip
    wanted = [
        (Outcome.ALREADY, None), (Outcome.ARRIVED, None), (Outcome.ALREADY, None),
        (Outcome.REFUSED, Reason.UNKNOWN_BADGE), (Outcome.REFUSED, Reason.EARLY),
        (Outcome.REFUSED, Reason.UNKNOWN_STAGE),
    ]  # fmt: skip
    for again in (False, True, True):
        merged = arrivals.merge(queue, at("05 14:00:00"))
        assert [(each.outcome, each.reason) for each in merged] == wanted
        assert {each.again for each in merged} == {again}
    assert holding() == [("A-001", "05 13:00:00", "hall-b"), ("A-002", "05 13:00:30", "hall-b")]
    figures = board.board("report", at("05 14:00:00"))
    assert [(each.badge, each.first.at, each.again.desk) for each in figures.duplicates] == [
        ("A-002", at("05 13:00:30"), "hall-b"), ("A-001", at("05 13:00:00"), "hall-a"),
    ]  # fmt: skip
    assert models.CheckinEntry.select().count() == 7
    assert [(key, each.badge, each.reason) for key, each in board.strays()] == [("gone", "A-003", Reason.UNKNOWN_STAGE)]


def test_a_desk_s_clock_is_put_right_and_never_runs_ahead_of_ours() -> None:
    (early,) = arrivals.merge([queued("A-001", "04 13:00:00")], at("05 14:00:00"), offset=timedelta(days=1))
    assert early.first == Seen(at("05 13:00:00"), "hall-b", "wang", "camera")
    (ahead,) = arrivals.merge([queued("A-002", "05 14:02:01")], at("05 14:00:00"))
    assert (ahead.outcome, ahead.reason) == (Outcome.REFUSED, Reason.AHEAD)
    (near,) = arrivals.merge([queued("A-003", "05 14:02:00")], at("05 14:00:00"))
    assert near.outcome == Outcome.ARRIVED


def test_the_one_who_was_told_stays_checked_in_when_another_of_the_same_moment_comes_second() -> None:
    told = scan(when="05 13:00:05", mark="z", desk="hall-a")
    late = [scan(when=when, mark=when[-2:], desk="hall-b") for when in ("05 13:00:04", "05 13:00:05", "05 12:59:50")]
    assert [(each.outcome, each.first) for each in late] == [(Outcome.ALREADY, told.first)] * 3
    assert holding() == [("A-001", "05 13:00:05", "hall-a")]
    # What waited longer than that did come first, and holds.
    assert scan(when="05 12:50:00", mark="y", desk="hall-b").outcome == Outcome.ALREADY
    assert holding() == [("A-001", "05 12:50:00", "hall-b")]


def test_staff_take_a_check_in_back() -> None:
    scan()
    scan(when="05 13:10:00")
    with pytest.raises(Invalid, match="reason"):
        arrivals.undo("report", "A-001", "li", " ", at("05 13:20:00"))
    assert arrivals.undo("report", "A-001", "li", "wrong person", at("05 13:20:00")).at == at("05 13:00:00")
    assert (holding(), board.board("report", at("05 13:20:00")).duplicates) == ([], ())
    with pytest.raises(NotFound):
        arrivals.undo("report", "A-001", "li", "wrong person", at("05 13:20:00"))
    assert scan(mark="report" + "A-00105_13:00:00hall-a").again  # a scan that was taken back stays so
    assert scan(when="05 13:30:00").outcome == Outcome.ARRIVED
    assert [(line.by, line.what, line.subject, line.detail) for line in audit.lines()] == [
        ("li", "checkin.undo", "A-001", "report: wrong person")
    ]


def test_taking_back_is_of_the_latest_alone() -> None:
    for when in ("05 09:00:00", "06 09:00:00", "06 09:30:00"):
        scan(when=when, stage="papers")
        scan(when=when.replace("09", "13", 1), stage="gate")
    arrivals.undo("papers", "A-001", "li", "why", at("06 10:00:00"))
    arrivals.undo("gate", "A-001", "li", "why", at("06 14:00:00"))
    assert [when for _, when, _ in holding("papers")] == ["05 09:00:00"]
    assert [when for _, when, _ in holding("gate")] == ["05 13:00:00", "06 13:00:00"]


def test_whoever_left_the_roster_stays_checked_in_and_is_not_expected() -> None:
    scan()
    models.Delegate.update(withdrawn=True).where(models.Delegate.badge == "A-001").execute()
    models.Revision.raise_()
    catalogue.expire()
    figures = board.board("report", at("05 14:00:00"))
    assert (figures.arrived, figures.others, figures.expected) == (0, 1, 3)


def test_forgetting() -> None:
    scan("A-001"), scan("A-002"), scan("A-002", "06 09:00:00", stage="papers")
    assert arrivals.forget("A-001") == 1
    assert board.board("report", at("05 14:00:00")).arrived == 1
    assert arrivals.forget(before=at("06 00:00:00")) == 1
    assert [row.stage for row in models.CheckinEntry.select()] == ["papers"]
    assert board.board("report", at("05 14:00:00")).arrived == 0


def test_an_unknown_stage_is_the_caller_s_mistake() -> None:
    with pytest.raises(NotFound):
        scan(stage="gone")
    assert models.CheckinEntry.select().count() == 0
