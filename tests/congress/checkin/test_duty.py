"""The tokens that a desk's queue carries: whose they are, and until when."""

from datetime import datetime, timedelta

import pytest
from itsdangerous import URLSafeSerializer

from congress import audit
from congress.catalogue import BEIJING
from congress.checkin import duty, roster
from congress.checkin.duty import Duties
from congress.checkin.entries import Arrival, Entry, Outcome

AT = datetime(2019, 5, 6, 9, 0, tzinfo=BEIJING)
SECRET = "a secret of the installation, 32 characters"
DUTIES = Duties(SECRET)
MOMENT = timedelta(milliseconds=1)


def test_a_token_is_of_one_login_as_long_as_its_roster_lives() -> None:
    token = DUTIES.token("zhang", AT)
    scanned = [AT - timedelta(days=9000), AT, AT + roster.LIFE - MOMENT, AT + roster.LIFE]
    assert [Duties(SECRET).login(token, at, AT) for at in scanned] == ["zhang", "zhang", "zhang", ""]
    assert SECRET not in repr(DUTIES)


def test_an_old_token_says_nothing_whatever_time_is_stated() -> None:
    token, ends = DUTIES.token("zhang", AT), AT + roster.LIFE
    now = [ends, ends + duty.OLDEST - MOMENT, ends + duty.OLDEST]
    assert [DUTIES.login(token, AT, at) for at in now] == ["zhang", "zhang", ""]


def _changed(token: str) -> list[str]:
    """The token with each of its characters replaced by another one."""
    return [f"{token[:n]}{'A' if each != 'A' else 'B'}{token[n + 1 :]}" for n, each in enumerate(token)]


def test_no_token_but_ours_is_anybodys() -> None:
    token = DUTIES.token("zhang", AT)
    payload, _, signature = token.rpartition(".")
    _, _, others = DUTIES.token("li", AT).rpartition(".")
    made = [
        # The last character of the signature has bits that say nothing.
        *_changed(token)[:-1], payload, f"{payload}.", f"{payload}.{others}", f".{signature}", "", ".", "zhang",
        Duties(SECRET + "!").token("zhang", AT), URLSafeSerializer(SECRET).dumps(["zhang", 9**15]),
        URLSafeSerializer(SECRET, salt="desk duty").dumps(["zhang", 9**15]), "\u5f20", "\ud800", "x" * 10_000,
        None, 7, [token], {"token": token}, token.encode(),
    ]  # fmt: skip
    assert [each for each in made if DUTIES.login(each, AT, AT)] == []


@pytest.mark.usefixtures("database_url")
def test_what_somebody_brings_in_of_others_is_noted_and_once() -> None:
    by = ["li", "zhang", "zhang", "wang", "zhang"]
    queued = [Entry(f"m{n}", "report", "A-1", AT, "hall-a", each, "gun") for n, each in enumerate(by)]
    told = [Arrival(Outcome.ARRIVED, "A-1", "report", None, None, n, again=n == 4) for n in range(len(by))]
    duty.note_scans(queued, told, "li", AT)
    duty.note_undo("zhang", "li", AT)
    duty.note_undo("li", "li", AT)
    assert [(line.by, line.what, line.subject, line.detail) for line in reversed(audit.lines())] == [
        ("li", "checkin.brought", "wang", "scans=1"), ("li", "checkin.brought", "zhang", "scans=2"),
        ("li", "checkin.brought", "zhang", "undone=1"),
    ]  # fmt: skip
