"""One decision for every error code; no code makes us repeat what may have been done."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import TEXTS
from wechat.outcomes import (
    BEIJING,
    BUSY,
    TABLE,
    Alert,
    Already,
    BadInput,
    Bug,
    Done,
    Missing,
    OtherChannel,
    Outcome,
    Renew,
    Retry,
    SignInAgain,
    StopRecipient,
    TellUser,
    Unsure,
    Until,
    WaitUntil,
    decide,
    describe,
    label,
)

AT = datetime(2026, 5, 31, 23, 59, 30, tzinfo=BEIJING)
# Section 19 of the platform's rules, row by row.
ROWS: list[tuple[set[int], type]] = [
    ({-1}, Unsure),
    ({0}, Done),
    ({40001, 40014, 42001}, Renew),
    ({40002}, Bug),
    ({40003}, StopRecipient),
    (set(range(40004, 40013)), BadInput),
    ({40013}, Alert),
    ({*range(40016, 40028), 40033}, BadInput),
    ({40029, 40163, 40030, 42002, 42003, 42007}, SignInAgain),
    ({40036, 40037}, Alert),
    ({40125, 40243}, Alert),
    ({40164, 61004, 45035}, Alert),
    ({40226}, TellUser),
    (set(range(41001, 41010)), Bug),
    ({43001, 43002, 43003}, Bug),
    ({43004, 43019}, StopRecipient),
    ({43101}, OtherChannel),
    ({43104}, BadInput),
    ({43107, 43116}, Alert),
    ({43108}, Retry),
    ({44002, 44003, 44004}, Bug),
    ({44991}, WaitUntil),
    ({45002, 45008}, BadInput),
    ({45009, 45011}, WaitUntil),
    ({45015, 45047}, OtherChannel),
    ({*range(45056, 45060), 45157, 45158, 45159, 45171}, BadInput),
    ({45065}, Already),
    ({45066}, WaitUntil),
    ({45067}, Bug),
    ({45109}, Alert),
    ({46003}, Missing),
    ({47001}, Bug),
    ({47003}, BadInput),
    ({48001, 48004}, Alert),
    ({48002}, StopRecipient),
    ({48006}, WaitUntil),
    ({49003, 50005}, StopRecipient),
    ({50002}, StopRecipient),
    ({50004, 50007}, Alert),
    ({61010}, TellUser),
    ({61024}, Bug),
    ({87014}, BadInput),
    ({89503, 89506, 89507}, Alert),
]


@pytest.mark.parametrize(("codes", "kind"), ROWS, ids=lambda value: str(min(value)) if isinstance(value, set) else "")
def test_every_row_has_its_decision(codes: set[int], kind: type):
    assert {type(decide(code, AT)) for code in codes} == {kind}
    assert codes - {0} <= set(TABLE)


@pytest.mark.parametrize(
    ("code", "when"),
    [
        (45011, datetime(2026, 6, 1, tzinfo=BEIJING)),
        (45009, datetime(2026, 6, 1, tzinfo=BEIJING)),
        (48006, datetime(2026, 6, 1, tzinfo=BEIJING)),
    ],
)
def test_how_long_to_wait(code: int, when: datetime):
    assert decide(code, AT) == WaitUntil(when)


def test_midnight_is_beijings():
    assert decide(45009, datetime(2026, 5, 5, 15, 59, tzinfo=UTC)) == WaitUntil(datetime(2026, 5, 6, tzinfo=BEIJING))
    assert decide(45009, datetime(2026, 5, 5, 16, 0, tzinfo=UTC)) == WaitUntil(datetime(2026, 5, 7, tzinfo=BEIJING))


CODES = st.one_of(st.sampled_from(sorted(TABLE)), st.integers())
TIMES = st.datetimes(datetime(2019, 1, 1), datetime(2100, 1, 1), timezones=st.just(BEIJING))
# The platform says by these that it refused, so that nothing was done.
REFUSED_FOR_NOW = {43108, 45169}


@given(CODES, TIMES)
def test_no_code_repeats_what_may_have_been_done(code: int, at: datetime):
    assert not isinstance(decide(code, at), Retry) or code in REFUSED_FOR_NOW
    assert not isinstance(decide(code, at, again=True), Retry) or code in {BUSY, *REFUSED_FOR_NOW}


@given(CODES, TIMES)
def test_waiting_lies_ahead_and_not_too_far(code: int, at: datetime):
    outcome = decide(code, at)
    if isinstance(outcome, WaitUntil):
        assert timedelta(0) < outcome.when - at <= timedelta(days=31)


@given(CODES.filter(lambda code: code != 0), TIMES, st.booleans())
def test_no_error_is_taken_for_success(code: int, at: datetime, again: bool):
    assert not isinstance(decide(code, at, again=again), Done)


@given(st.integers().filter(lambda code: code not in TABLE and code != 0))
def test_an_unknown_code_is_looked_at_by_somebody(code: int):
    assert decide(code, AT, again=True) == Alert("unknown code")


@given(CODES, TIMES, st.text())
def test_each_can_be_told(code: int, at: datetime, message: str):
    outcome = decide(code, at, message=message)
    assert describe(outcome).startswith(label(outcome))
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", label(outcome))


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (decide(40164, AT, message="invalid ip 1.2.3.4"),
         "alert: our address is not on the account's list (40164 invalid ip 1.2.3.4)"),
        (Done({"a": 1}), "done"),
        (Retry(1.5), "retry after 1.5 s"),
        (WaitUntil(Until.DAY.after(AT)), "wait_until 2026-06-01T00:00:00+08:00"),
        (StopRecipient("gone"), "stop_recipient: gone"),
    ],
)  # fmt: skip
def test_how_it_is_told(outcome: Outcome, said: str):
    assert describe(outcome) == said


def test_the_projects_own_sheet_names_no_code_that_has_no_decision():
    sheet = (Path(__file__).parents[2] / "docs" / "wechat.md").read_text(encoding="utf-8")
    section = sheet.partition("## 19.")[2].partition("\n## ")[0]
    named = {int(code) for code in re.findall(r"\b([4-8]\d{4})\b", section)}
    assert named
    assert named - set(TABLE) == set()


def test_every_error_of_the_stand_in_has_a_decision():
    assert set(TEXTS) - set(TABLE) == set()
