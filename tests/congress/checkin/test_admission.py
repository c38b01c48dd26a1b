"""Whom the office lets in although a stage refuses, and how that is taken back."""

import pytest

import models
from congress import audit
from congress.checkin import admission, arrivals, board, stages
from congress.checkin.admission import Admission, Case
from congress.checkin.arrivals import Arrival, Outcome, Reason, Seen
from congress.errors import Conflict, Invalid, NotFound
from tests.congress.checkin.small import at, fill

NOW = at("05 13:00:00")
SITTING = "sitting-opening"


@pytest.fixture(autouse=True)
def _small(database_url: str) -> None:
    fill()


def let_in(badge: str = "A-001", stage: str = SITTING, mark: str = "m1", number: int = 0) -> Arrival:
    return admission.overrule(stage, badge, "li", " a rehearsal ", NOW, mark=mark, desk="door", number=number)


def refused(badge: str, when: str, stage: str) -> Arrival:
    return arrivals.arrive(stage, badge, at(when), mark=f"{stage}:{badge}:{when[3:]}", desk="hall-a", by="wang")


def holding(stage: str = SITTING) -> list[tuple[str, Seen]]:
    return list(board.board(stage, NOW).came)


def noted() -> list[tuple[str, str, str, str]]:
    return [(line.by, line.what, line.subject, line.detail) for line in reversed(audit.lines())]


@pytest.mark.parametrize(
    ("stage", "badge", "when", "reason"),
    [
        (SITTING, "A-001", "05 13:00:00", Reason.EARLY), (SITTING, "A-001", "06 23:00:00", Reason.LATE),
        (SITTING, "B-001", "06 09:00:00", Reason.NOT_ENTITLED), ("office", "A-001", "05 18:00:00", Reason.CLOSED),
        ("report", "A-001", "05 13:00:00", None),
    ],
)  # fmt: skip
def test_why_somebody_is_refused(stage: str, badge: str, when: str, reason: Reason | None) -> None:
    delegation = "" if badge.startswith("B") else "教育代表团"
    assert admission.case(stage, badge, at(when)) == Case(stages.stage(stage), badge, delegation, reason, None)
    assert models.CheckinEntry.select().count() == 0


def test_the_office_lets_in_whom_nothing_was_kept_of() -> None:
    seen = Seen(NOW, "door", "li", "typed")
    arrival = let_in()
    assert arrival == Arrival(Outcome.ARRIVED, "A-001", SITTING, seen, None, arrival.number)
    assert holding() == [("A-001", seen)]
    assert board.board(SITTING, NOW).refused == ()
    assert noted() == [("li", "checkin.admit", "A-001", f"{SITTING} #{arrival.number}: a rehearsal")]
    assert admission.case(SITTING, "A-001", NOW).first == seen
    for mark in ("m1", "m2"):  # the same form again, another form
        with pytest.raises(Conflict, match="already"):
            let_in(mark=mark)
    assert (models.CheckinEntry.select().count(), len(noted())) == (1, 1)


def test_a_scan_that_was_refused_lately_is_the_one_that_counts() -> None:
    scanned = refused("A-001", "05 12:40:00", SITTING)
    case = admission.case(SITTING, "A-001", NOW)
    assert (case.number, case.scanned, case.reason) == (scanned.number, at("05 12:40:00"), Reason.EARLY)
    assert let_in().number == scanned.number
    assert holding() == [("A-001", Seen(at("05 12:40:00"), "hall-a", "wang", ""))]


def test_an_older_scan_counts_when_it_is_named() -> None:
    scanned = refused("A-001", "05 08:00:00", SITTING)
    assert admission.case(SITTING, "A-001", NOW).number == 0
    assert admission.refusal(scanned.number) == Case(
        stages.stage(SITTING), "A-001", "教育代表团", Reason.EARLY, None, scanned.number, at("05 08:00:00")
    )
    assert let_in(number=scanned.number).first == Seen(at("05 08:00:00"), "hall-a", "wang", "")
    with pytest.raises(NotFound):
        admission.refusal(scanned.number)
    with pytest.raises(NotFound):
        let_in(number=scanned.number)


def test_whom_the_stage_takes_is_simply_checked_in() -> None:
    assert let_in(stage="report").outcome is Outcome.ARRIVED
    assert noted() == []


def test_nothing_is_kept_without_a_reason_or_a_badge_of_the_roster() -> None:
    with pytest.raises(Invalid, match="reason"):
        admission.overrule(SITTING, "A-001", "li", " ", NOW, mark="m1")
    for badge in ("A-777", "A-009"):  # the second left the roster
        with pytest.raises(Invalid, match="unknown_badge"):
            let_in(badge)
        with pytest.raises(Invalid, match="unknown_badge"):
            admission.case(SITTING, badge, NOW)
    with pytest.raises(NotFound):
        let_in(stage="gone")
    assert (models.CheckinEntry.select().count(), noted()) == (0, [])


def test_decisions_are_listed_and_taken_back() -> None:
    first, second = let_in(), let_in("B-001", "gate", "m2")
    assert second.reason is None
    arrivals.arrive("report", "A-002", NOW, mark="plain")
    third = let_in("B-001", SITTING, "m3")
    stage = stages.stage(SITTING)
    expected = [
        Admission(NOW, "li", "B-001", SITTING, stage, "a rehearsal", third.number, False),
        Admission(NOW, "li", "A-001", SITTING, stage, "a rehearsal", first.number, False),
    ]
    assert list(admission.latest()) == expected
    assert admission.admitted(first.number).first == Seen(NOW, "door", "li", "typed")
    with pytest.raises(Invalid, match="reason"):
        admission.take_back(first.number, "wang", "", NOW)
    admission.take_back(first.number, "wang", "the wrong one", NOW)
    assert [badge for badge, _ in holding()] == ["B-001"]
    assert [(each.badge, each.undone) for each in admission.latest()] == [("B-001", False), ("A-001", True)]
    assert noted()[2:] == [("wang", "checkin.undo", "A-001", f"{SITTING}: the wrong one")]
    for call in (admission.admitted, lambda number: admission.take_back(number, "wang", "again", NOW)):
        with pytest.raises(Conflict, match="undone"):
            call(first.number)
        with pytest.raises(NotFound):
            call(999)
    again = let_in(mark="m4")
    assert (again.outcome, again.number > third.number) == (Outcome.ARRIVED, True)
    assert [(each.badge, each.undone) for each in admission.latest(1)] == [("A-001", False)]


def test_a_scan_of_the_person_themselves_outlives_a_mistaken_admission() -> None:
    opened = stages.stage(SITTING).opens
    wrong = let_in()
    came = arrivals.arrive(SITTING, "A-001", opened, mark="scan")
    assert came.outcome is Outcome.ALREADY
    admission.take_back(wrong.number, "wang", "the wrong one", opened)
    assert [badge for badge, _ in holding()] == ["A-001"]
    entry = models.CheckinEntry.get(models.CheckinEntry.mark == "scan")
    assert (bool(entry.holds), entry.undone) == (True, False)


def test_the_form_of_an_admission_that_was_taken_back_admits_nobody_again() -> None:
    admission.take_back(let_in().number, "wang", "the wrong one", NOW)
    with pytest.raises(NotFound):
        let_in()
    assert holding() == []
