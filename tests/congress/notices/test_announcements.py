"""Announcements: two people, one of whom writes and the other approves what they saw; corrections."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

import models
from congress import audit
from congress.catalogue import BEIJING, naive
from congress.errors import Conflict, Invalid, NotFound
from congress.notices import announcements, audience, expansion, outbox
from congress.notices.announcements import Draft
from congress.notices.audience import Audience
from congress.notices.outbox import State
from tests.numbering import from_one

AT = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)
DRAFT = Draft("午餐改在二层", "今天午餐改在二层餐厅，11:45 开始。", Audience("everyone"))
WORDS = "【通知】午餐改在二层\n\n今天午餐改在二层餐厅，11:45 开始。"
FORM = "a" * 32


@pytest.fixture(autouse=True)
def _tables(database_url: str) -> None:
    from_one(models.Notice)


def submitted(draft: Draft = DRAFT, by: str = "wang", form: str = FORM) -> int:
    """The number of one that waits for its approval."""
    number = announcements.write(draft, form, by, AT)
    announcements.submit(number, 1, by, AT)
    return number


def steps(number: int) -> list[tuple[str, str]]:
    """Who did what, the oldest first."""
    return [(line.by, line.what) for line in reversed(audit.lines(subject=str(number)))]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (DRAFT, WORDS),
        (replace(DRAFT, urgent=True), WORDS.replace("通知", "紧急通知", 1)),
        (replace(DRAFT, page="https://example.org/a?b=c"),
         f'{WORDS}\n\n<a href="https://example.org/a?b=c">查看详情</a>'),
        (replace(DRAFT, title="更正：午餐", corrects=3), "【更正】午餐\n\n今天午餐改在二层餐厅，11:45 开始。"),
    ],
)  # fmt: skip
def test_the_words(draft: Draft, expected: str) -> None:
    assert announcements.message(draft) == expected


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": " "}, "title"), ({"title": "长" * 31}, "title"), ({"title": "甲\n乙"}, "title"),
        ({"text": "\n"}, "text"), ({"text": "甲\x07乙"}, "text"), ({"text": "长" * 700}, "long"),
        ({"page": "javascript:alert(1)"}, "page"), ({"page": 'https://a/"onclick'}, "page"),
        ({"page": "/agenda"}, "page"),
        ({"send_at": AT}, "time"), ({"send_at": AT + timedelta(days=61)}, "time"),
    ],
)  # fmt: skip
def test_what_can_not_be_said(values: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid, match=f"^{code}$"):
        announcements.write(replace(DRAFT, **values), FORM, "wang", AT)
    assert outbox.notices() == ()


def test_a_form_sent_twice_is_one_draft() -> None:
    assert announcements.write(DRAFT, FORM, "wang", AT) == announcements.write(DRAFT, FORM, "wang", AT) == 1
    with pytest.raises(Invalid, match=r"^form$"):
        announcements.write(DRAFT, FORM, "li", AT)
    with pytest.raises(Invalid, match=r"^form$"):
        announcements.write(DRAFT, "", "li", AT)
    assert steps(1) == [("wang", "notice.written")]


def test_a_second_person_lets_it_go_out() -> None:
    number = submitted()
    later = AT + timedelta(minutes=9)
    announcements.approve(number, 1, 12, "li", later)
    notice = outbox.notice(number)
    assert (notice.state, notice.words, notice.title, notice.by, notice.approved_by) == (
        State.QUEUED, WORDS, "午餐改在二层", "wang", "li",
    )  # fmt: skip
    assert (notice.due, notice.expires, notice.details) == (
        later, later + timedelta(days=3), 
        {"day": "2019年5月5日", "when": "2019年5月5日 12:39", "note": "今天午餐改在二层餐厅，11:45 开始。"},
    )  # fmt: skip
    assert steps(number) == [
        ("wang", "notice.written"), ("wang", "notice.submitted"), ("li", "notice.approved"), ("li", "notice.confirmed"),
    ]  # fmt: skip
    assert audit.lines(what="notice.confirmed")[0].detail == "people=12 version=1"


def test_it_goes_out_at_its_time() -> None:
    number = submitted(replace(DRAFT, send_at=AT + timedelta(hours=2)))
    announcements.approve(number, 1, 12, "li", AT + timedelta(minutes=5))
    assert outbox.notice(number).due == AT + timedelta(hours=2)


# Who may approve what: state before, version that was seen, who does it.
@pytest.mark.parametrize(
    ("before", "version", "by", "expected"),
    [
        ("submitted", 1, "li", "queued"),
        ("submitted", 1, "wang", "Conflict own"),
        ("submitted", 1, "", "Conflict own"),
        ("submitted", 2, "li", "Conflict version"),
        ("edited", 1, "li", "Conflict version"),
        ("edited", 2, "li", "queued"),
        ("draft", 1, "li", "Conflict draft"),
        ("cancelled", 1, "li", "Conflict cancelled"),
        ("approved", 1, "zhao", "Conflict queued"),
        ("none", 1, "li", "NotFound 9"),
    ],
)
def test_who_may_approve_what(before: str, version: int, by: str, expected: str) -> None:
    number = 9
    if before != "none":
        number = announcements.write(DRAFT, FORM, "wang", AT)
    if before == "edited":
        announcements.edit(number, 1, replace(DRAFT, text="又改了"), "wang", AT)
        announcements.submit(number, 2, "wang", AT)
    elif before in ("submitted", "cancelled", "approved"):
        announcements.submit(number, 1, "wang", AT)
    if before == "cancelled":
        outbox.cancel(number, "wang", AT)
    if before == "approved":
        announcements.approve(number, 1, 0, "li", AT)
    try:
        announcements.approve(number, version, 0, by, AT)
        outcome = outbox.notice(number).state.value
    except (Conflict, NotFound) as error:
        outcome = f"{type(error).__name__} {error}"
    assert outcome == expected


@pytest.mark.parametrize("approved", [False, True])
def test_an_edit_ends_the_approval(approved: bool) -> None:
    number = submitted(replace(DRAFT, send_at=AT + timedelta(hours=2)))
    if approved:
        announcements.approve(number, 1, 12, "li", AT)
    announcements.edit(number, 1, replace(DRAFT, title="午餐改在三层", urgent=True), "zhao", AT)
    found = announcements.announcement(number)
    assert (found.notice.state, found.notice.by, found.notice.approved_by, found.version) == (
        State.DRAFT, "zhao", "", 2,
    )  # fmt: skip
    assert (found.draft, found.notice.due) == (replace(DRAFT, title="午餐改在三层", urgent=True), AT)
    assert found.notice.words.startswith("【紧急通知】午餐改在三层\n")
    with pytest.raises(Conflict, match=r"^version$"):
        announcements.edit(number, 1, DRAFT, "wang", AT)


@pytest.mark.parametrize("state", ["sending", "done", "cancelled"])
def test_what_began_is_not_edited(state: str) -> None:
    number = submitted()
    models.Notice.update(state=state).where(models.Notice.id == number).execute()
    with pytest.raises(Conflict, match=r"^begun$"):
        announcements.edit(number, 1, DRAFT, "wang", AT)
    assert announcements.announcement(number).version == 1  # nothing of the edit stayed


def together(*calls: Callable[[], None]) -> list[str]:
    """What became of each, called at the same moment from threads of their own."""
    ready, found = threading.Barrier(len(calls)), [""] * len(calls)

    def run(place: int) -> None:
        ready.wait()
        try:
            calls[place]()
            found[place] = "done"
        except Conflict as error:
            found[place] = str(error)
        finally:
            models.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_two_who_approve_at_once_one_does() -> None:
    number = submitted()
    found = together(*(lambda by=by: announcements.approve(number, 1, 3, by, AT) for by in ("li", "zhao", "sun")))
    assert sorted(found) == ["done", "queued", "queued"]
    assert outbox.notice(number).approved_by == ("li", "zhao", "sun")[found.index("done")]
    assert [what for _, what in steps(number)].count("notice.confirmed") == 1


def test_an_edit_and_an_approval_at_once_never_send_what_nobody_approved() -> None:
    number = submitted()
    new = replace(DRAFT, text="新的文字")
    found = together(
        lambda: announcements.approve(number, 1, 3, "li", AT), lambda: announcements.edit(number, 1, new, "wang", AT)
    )
    state = outbox.notice(number).state
    # The edit is last (it takes the approval back), or it came first and the approval is refused.
    assert (found, state) in ((["done", "done"], State.DRAFT), (["version", "done"], State.DRAFT))


def test_a_correction_goes_to_those_who_were_told() -> None:
    number = submitted()
    for place, state in enumerate(("sent", "told", "banner", "gone", "dropped", "trying", "waiting")):
        models.NoticeRecipient.create(
            notice=number, batch=1, openid=f"o{place}", badge=f"A-{place}", state=state, due=naive(AT)
        )
    draft = announcements.correcting(number)
    assert draft == Draft("更正：午餐改在二层", DRAFT.text, Audience("told", "1"), corrects=number)
    told = [(each.openid, each.badge, each.standing) for each in audience.people(draft.audience)]
    assert told == [(f"o{n}", f"A-{n}", "following") for n in (0, 1, 2, 5)]
    assert audience.size(draft.audience) == 4
    outbox.cancel(number, "wang", AT)  # nobody will see what waited
    assert [each.openid for each in audience.people(draft.audience)] == ["o0", "o1", "o5"]
    other = submitted(replace(draft, text="午餐仍在一层。"), form="b" * 32)
    assert (announcements.corrections(number), outbox.notice(other).words) == (
        (other,), "【更正】午餐改在二层\n\n午餐仍在一层。"
    )  # fmt: skip


def test_one_that_is_edited_while_its_audience_is_read_goes_to_the_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    models.Follower.create(openid="o-guest", since=naive(AT))
    number, read = submitted(), audience.page
    announcements.approve(number, 1, 1, "li", AT)
    expansion.promote(AT)

    def meanwhile(*asked: Any) -> tuple[audience.Person, ...]:
        people = read(*asked)
        outbox.pause(number, "li", AT)
        announcements.edit(number, 1, replace(DRAFT, audience=Audience("delegates")), "wang", AT)
        return people

    with monkeypatch.context() as patch:
        patch.setattr(audience, "page", meanwhile)
        expansion.expand(number, AT)
    assert outbox.notice(number).recipients == 0
    assert not models.NoticeRecipient.select().exists()
