"""The answer to those who asked: once, inside their window, and else not at all."""

from collections import deque
from datetime import timedelta

import pytest

import models
from congress import unanswered, unanswered_answers
from congress.notices import ledger, outbox
from congress.notices.batches import UNSURE
from congress.notices.outbox import State
from congress.unanswered_answers import Draft
from models import NoticeBatch
from sending.delivery import Delivery
from sending.templates import Means, Template
from tests.sending import fakes
from tests.sending.fakes import AT, REMINDER, SUBSCRIBED, Bureau, followers
from wechat.outcomes import OtherChannel, Outcome, StopRecipient, Unsure, WaitUntil

pytestmark = pytest.mark.usefixtures("database_url")
DRAFT = Draft("faq", "停车场在哪", (), "地下二层。")
WORDS = "您之前问“停车场在哪”，答复来了：\n地下二层。"


def answered(*openids: str, draft: Draft = DRAFT) -> int:
    """Each asked, and staff answered; the answer's number."""
    for number, openid in enumerate(openids):
        unanswered.keep(f"{draft.question}{number}", openid, AT, "停车场在哪", gist="=停车?where")
    return unanswered_answers.give(draft, unanswered.groups()[0].numbers, f"f{openids[0]}", "li", AT)


def desk(*inside: str) -> Bureau:
    """Half a minute later; these are inside their window. Every kind of notice has templates."""
    bureau = Bureau()
    bureau.windows.left = dict.fromkeys(inside, 5)
    means = Means({"answer": Template(SUBSCRIBED, {"thing1": "title"})}, {"answer": Template(REMINDER, {})}, "")
    bureau.delivery = Delivery(bureau.platform, bureau.windows, bureau.limit, means, bureau.time)
    bureau.time.pass_(seconds=30)
    return bureau


def test_who_is_inside_gets_it_once_and_nobody_else_anything() -> None:
    followers("o1", "o2", "o3")
    models.Follower.create(openid="o4", follows=False, since=AT.replace(tzinfo=None))
    number = answered("o1", "o2", "o1", "o4")
    bureau = desk("o1", "o3", "o4")
    bureau.run()
    assert bureau.platform.sent == [("service", "o1", WORDS)]
    assert fakes.ledger() == [
        ("o1", "sent", "service", ""), ("o2", "gone", "", "window"), ("o4", "gone", "", "unfollowed"),
    ]  # fmt: skip
    assert (bureau.windows.spent, bureau.windows.hints) == (["o1"], {})
    notice = unanswered_answers.answer(number).notice
    assert outbox.notice(notice).state is State.DONE
    assert ledger.banners("o2", "m:1", bureau.time.now) == ()
    bureau.run()
    bureau.another()
    bureau.run()
    assert len(bureau.platform.sent) == 1


def test_nobody_hears_of_what_was_taken_back_in_time() -> None:
    number = answered("o1")
    bureau = desk("o1")
    bureau.time.pass_(seconds=-1)
    bureau.run()
    unanswered_answers.withdraw(number, "li", bureau.time.now)
    bureau.time.pass_(seconds=5)
    bureau.run()
    assert (bureau.platform.sent, fakes.ledger()) == ([], [])


def test_paused_it_waits_and_stopped_it_is_over() -> None:
    number = answered("o1", "o2")
    notice = unanswered_answers.answer(number).notice
    bureau = desk("o1", "o2")
    outbox.pause(notice, "li", AT)
    bureau.run()
    assert bureau.platform.sent == []
    outbox.resume(notice, "li", AT)
    bureau.platform.answers = {"service": deque([WaitUntil(bureau.time.now + timedelta(hours=1))] * 2)}
    bureau.run()
    outbox.cancel(notice, "li", AT)
    bureau.time.pass_(hours=2)
    bureau.run()
    assert fakes.ledger() == [("o1", "dropped", "", "cancelled"), ("o2", "dropped", "", "cancelled")]


def test_a_window_that_closes_meanwhile_is_respected() -> None:
    answered("o1")
    bureau = desk("o1")
    bureau.platform.answers = {"service": deque([WaitUntil(bureau.time.now + timedelta(hours=14))])}
    bureau.run()
    bureau.windows.left = {}
    bureau.time.pass_(hours=14)
    bureau.run()
    assert fakes.ledger() == [("o1", "gone", "", "window")]
    assert len(bureau.platform.sent) == 1


@pytest.mark.parametrize(
    ("answer", "row"),
    [
        (StopRecipient("does not follow", "43004"), ("gone", "service", "stop_recipient: does not follow (43004)")),
        (OtherChannel("the window is closed", "45015"), ("gone", "", "window")),
        (Unsure("the platform is busy", "-1"), ("gone", "service", UNSURE)),
    ],
)
def test_what_the_platform_refuses_leaves_no_banner(answer: Outcome, row: tuple[str, str, str]) -> None:
    answered("o1")
    bureau = desk("o1")
    bureau.platform.answers = {"service": deque([answer])}
    bureau.run()
    bureau.run()
    assert fakes.ledger() == [("o1", *row)]
    assert len(bureau.platform.sent) == 1


def test_whoever_takes_over_sends_nobody_a_second_one() -> None:
    """A process ends between the call and its result: the next one can't know, and stays silent."""
    answered("o1")
    bureau = desk("o1")

    def die() -> Outcome:
        raise KeyboardInterrupt

    bureau.platform.answers = {"service": deque([die])}
    with pytest.raises(KeyboardInterrupt):
        bureau.run()
    assert fakes.ledger() == [("o1", "trying", "service", "")]
    NoticeBatch.update(owner="gone-machine:1", leased=0.0).execute()
    bureau.delivery = bureau.another()
    bureau.run()
    assert len(bureau.platform.sent) == 1
    assert fakes.ledger() == [("o1", "gone", "service", UNSURE)]


def test_a_corrected_answer_goes_to_the_same_people() -> None:
    first = answered("o1")
    bureau = desk("o1")
    bureau.run()
    unanswered_answers.withdraw(first, "li", bureau.time.now)
    corrected = Draft("faq", "停车场在哪", (), "地下三层。")
    unanswered_answers.give(corrected, unanswered.groups()[0].numbers, "again", "li", bureau.time.now)
    bureau.time.pass_(seconds=30)
    bureau.run()
    assert [call[2] for call in bureau.platform.sent] == [WORDS, WORDS.replace("二", "三")]
