"""A notice from its draft to its end, who may take which step, and who is meant."""

from datetime import datetime

import pytest

import models
from clock import BEIJING
from congress import audit
from congress.errors import Conflict, Invalid, NotFound
from congress.notices import audience, expansion, ledger, outbox
from congress.notices.audience import Audience
from congress.notices.outbox import State

pytestmark = pytest.mark.usefixtures("database_url")
AT = datetime(2019, 5, 6, 10, 0, tzinfo=BEIJING)


def draft() -> int:
    return outbox.write("announcement", "a1", Audience("delegates"), "今晚停水。", AT, by="zhang", state=State.DRAFT)


def test_the_same_cause_is_one_notice() -> None:
    first = outbox.write("change", "m", Audience("everyone"), "一", AT)
    assert outbox.write("change", "m", Audience("delegates"), "二", AT) == first
    told = outbox.notice(first)
    assert (told.words, told.audience, told.state, told.due) == ("一", Audience("everyone"), State.QUEUED, AT)


def test_it_is_written_with_its_cause_or_not_at_all() -> None:
    def cause() -> None:
        with models.database.atomic():
            outbox.write("change", "m", Audience("everyone"), "一", AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cause()
    assert outbox.notices() == ()


def test_two_people_let_it_out() -> None:
    number = draft()
    assert expansion.promote(AT) == 0
    with pytest.raises(Conflict, match="draft"):
        outbox.approve(number, "li", AT)
    outbox.submit(number, "zhang", AT)
    with pytest.raises(Conflict, match="second person"):
        outbox.approve(number, "zhang", AT)
    outbox.approve(number, "li", AT)
    told = outbox.notice(number)
    assert (told.state, told.by, told.approved_by) == (State.QUEUED, "zhang", "li")
    assert [(line.by, line.what, line.subject) for line in audit.lines()] == [
        ("li", "notice.approved", str(number)), ("zhang", "notice.submitted", str(number)),
    ]  # fmt: skip
    assert expansion.promote(AT) == 1


def test_steps_that_are_not_to_be_taken() -> None:
    number = draft()
    for step in (outbox.pause, outbox.resume):
        with pytest.raises(Conflict, match="draft"):
            step(number, "li", AT)
    outbox.cancel(number, "li", AT)
    for step in (outbox.cancel, outbox.submit, outbox.approve, outbox.resume):
        with pytest.raises(Conflict, match="cancelled"):
            step(number, "li", AT)
    with pytest.raises(NotFound):
        outbox.pause(9999, "li", AT)


@pytest.mark.parametrize(
    ("words", "mark", "expires"),
    [(" ", "m", None), ("字" * 700, "m", None), ("一", "", None), ("一", "m" * 191, None), ("一", "m", AT)],
)
def test_what_can_not_be_sent_is_refused(words: str, mark: str, expires: datetime | None) -> None:
    with pytest.raises(Invalid):
        outbox.write("change", mark, Audience("everyone"), words, AT, expires=expires)


@pytest.mark.parametrize(("kind", "value"), [("nobody", ""), ("delegation", ""), ("role", ""), ("badges", "")])
def test_an_audience_that_nobody_knows(kind: str, value: str) -> None:
    with pytest.raises(Invalid):
        Audience(kind, value)


def roster() -> None:
    people = [("A-1", "东城", "代表", "o1"), ("A-2", "东城", "列席", "o2"), ("A-3", "西城", "代表", "")]
    for badge, delegation, category, openid in people:
        models.Delegate.create(badge=badge, name="示例", delegation=delegation, category=category)
        if openid:
            since = datetime(2019, 5, 5)
            values = {"how": "code", "bound_at": since, "message_key": "k", "follows_since": since}
            models.Binding.create(badge=badge, openid=openid, follows=badge != "A-2", **values)
    models.Delegate.create(badge="A-4", name="示例", delegation="东城", category="代表", withdrawn=True)
    models.Follower.create(openid="o9", since=datetime(2019, 5, 5))
    models.Follower.create(openid="o8", since=datetime(2019, 5, 5), follows=False)


ONE, TWO, THREE = ("o1", "A-1", "following"), ("o2", "A-2", "gone"), ("", "A-3", "unbound")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Audience("everyone"), [("o9", "", "following")]),
        (Audience("delegates"), [ONE, TWO, THREE]),
        (Audience("delegation", "东城"), [ONE, TWO]),
        (Audience("role", "代表"), [ONE, THREE]),
        (Audience.of_badges(["A-3", "A-1", "A-4", "X"]), [ONE, THREE]),
    ],
)
def test_who_is_meant(wanted: Audience, expected: list[tuple[str, str, str]]) -> None:
    roster()
    pages = [audience.people(wanted, at_once=most) for most in (1, 500)]
    assert [[(each.openid, each.badge, each.standing) for each in page] for page in pages] == [expected, expected]


def test_who_can_not_be_reached_stands_in_the_ledger_with_the_reason() -> None:
    roster()
    number = outbox.write("change", "m", Audience("delegates"), "一", AT)
    expansion.promote(AT)
    while expansion.expand(number, AT):
        pass
    assert [(each.badge, each.state, each.why) for each in ledger.lines(number)] == [
        ("A-1", "waiting", ""), ("A-2", "gone", "unfollowed"), ("A-3", "gone", "unbound"),
    ]  # fmt: skip
    assert ledger.counts(number) == ledger.Counts({"gone": 2, "waiting": 1}, {}, {"unbound": 1, "unfollowed": 1})
