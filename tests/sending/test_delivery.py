"""One process sends: the ways in order, every answer of the platform, limits, stops and take-overs."""

from collections import deque
from datetime import timedelta

import pytest

import models
from congress.notices import batches, expansion, grants, ledger, outbox, parked, receipts
from congress.notices.audience import Audience
from congress.notices.outbox import State
from models import Notice, NoticeBatch, NoticeRecipient
from sending.channels import attempt_key
from tests.sending import fakes
from tests.sending.fakes import AT, REMINDER, SUBSCRIBED, Bureau, change, followers
from wechat.outcomes import Alert, BadInput, Done, OtherChannel, Outcome, Retry, StopRecipient, Unsure, WaitUntil

pytestmark = pytest.mark.usefixtures("database_url")
MIDNIGHT = AT.replace(hour=0) + timedelta(days=1)


def test_the_ways_in_their_order() -> None:
    followers("o1", "o2", "o3")
    grants.accept("o1", SUBSCRIBED, AT, "k1")
    bureau = Bureau()
    bureau.windows.left = {"o1": 5, "o2": 2}
    number = change()
    bureau.run()
    key = attempt_key("c1", "o3")
    assert sorted(bureau.platform.sent) == [
        ("service", "o2", "全体会议改在15:00。"),
        ("subscription", "o1", SUBSCRIBED, {"thing1": "全体会议", "time2": "2019年5月6日 15:00"},
         "https://example.org/agenda/x"),
        ("template", "o3", REMINDER, {"thing1": "全体会议", "thing2": "全体会议改在15:00。"}, key,
         "https://example.org/agenda/x"),
    ]  # fmt: skip
    assert fakes.ledger() == [
        ("o1", "sent", "subscription", ""), ("o2", "sent", "service", ""), ("o3", "sent", "template", ""),
    ]  # fmt: skip
    assert (bureau.windows.spent, grants.count("o1", SUBSCRIBED)) == (["o2"], 0)
    told = outbox.notice(number)
    assert (told.state, told.recipients, told.finished) == (State.DONE, 3, AT)
    assert ledger.counts(number).channels == {"subscription": 1, "service": 1, "template": 1}


def test_without_any_channel_the_words_wait_for_the_next_contact() -> None:
    followers("o1")
    bureau = Bureau()
    number = outbox.write("overview", "m1", Audience("everyone"), "今天的日程", AT)
    bureau.run()
    assert fakes.ledger() == [("o1", "banner", "banner", "no channel")]
    assert set(bureau.windows.hints) == {"o1"}
    assert outbox.notice(number).state is State.DONE
    assert ledger.banners("o1", "m:1", AT) == ("今天的日程",)
    assert ledger.banners("o1", "m:1", AT) == ("今天的日程",)  # the same push again
    assert ledger.banners("o1", "m:2", AT) == ()
    assert fakes.ledger() == [("o1", "told", "banner", "no channel")]


@pytest.mark.parametrize(
    ("answer", "row"),
    [
        (StopRecipient("does not follow", "43004"), ("gone", "service", "stop_recipient: does not follow (43004)")),
        (BadInput("openid is of another application", "43104 x"),
         ("gone", "service", "bad_input: openid is of another application (43104 x)")),
        (OtherChannel("the window is closed", "45015"), ("sent", "template", "")),
        (BadInput("content", "45002"), ("sent", "template", "")),
        (Unsure("the platform is busy", "-1"), ("banner", "service", "unsure")),
    ],
)  # fmt: skip
def test_what_an_answer_means_for_the_person(answer: Outcome, row: tuple[str, str, str]) -> None:
    followers("o1")
    bureau = Bureau()
    bureau.windows.left = {"o1": 5}
    bureau.platform.answers = {"service": deque([answer])}
    change()
    bureau.run()
    assert fakes.ledger() == [("o1", *row)]


def test_a_grant_that_the_platform_does_not_know_is_no_grant() -> None:
    followers("o1")
    for key in ("k1", "k2"):
        grants.accept("o1", SUBSCRIBED, AT, key)
    bureau = Bureau()
    bureau.platform.answers = {"subscription": deque([OtherChannel("no grant left", "43101")])}
    change()
    bureau.run()
    assert (fakes.ledger(), grants.count("o1", SUBSCRIBED)) == ([("o1", "sent", "template", "")], 0)


def test_what_was_not_done_is_tried_again() -> None:
    followers("o1")
    bureau = Bureau()
    bureau.platform.answers = {"template": deque([Retry(0.3), Done()])}
    number = change()
    bureau.run()
    assert fakes.ledger() == [("o1", "waiting", "template", "retry after 0.3 s")]
    bureau.run()
    assert len(bureau.platform.sent) == 1
    bureau.time.pass_(seconds=6)
    bureau.run()
    assert fakes.ledger() == [("o1", "sent", "template", "")]
    assert {call[4] for call in bureau.platform.sent} == {attempt_key("c1", "o1")}
    assert outbox.notice(number).state is State.DONE


def test_a_used_up_day_parks_the_rest_of_that_address_until_midnight() -> None:
    many = [f"o{n:03d}" for n in range(60)]
    followers(*many)
    bureau = Bureau()
    bureau.windows.left = dict.fromkeys(many[:10], 5)
    bureau.platform.always = {"template": WaitUntil(MIDNIGHT)}
    number = change()
    bureau.run()
    states = [(state, channel) for _, state, channel, _ in fakes.ledger()]
    assert states == [("sent", "service")] * 10 + [("waiting", "")] * 50
    # One wave learned of it; the others were not called at all.
    assert sum(call[0] == "template" for call in bureau.platform.sent) <= 16
    assert {row.due for row in NoticeRecipient.select().where(NoticeRecipient.state == "waiting")} == {
        MIDNIGHT.replace(tzinfo=None)
    }
    bureau.platform.always, calls = {}, len(bureau.platform.sent)
    bureau.time.pass_(hours=13, minutes=59)
    bureau.run()
    assert len(bureau.platform.sent) == calls
    bureau.time.pass_(minutes=1)
    bureau.run()
    assert (ledger.counts(number).channels, outbox.notice(number).state) == (
        {"service": 10, "template": 50}, State.DONE,
    )  # fmt: skip


def test_a_day_that_staff_began_anew_lets_everybody_go_on_at_once() -> None:
    """In the process that learned of the used-up day and in one that did not; also what is written afterwards."""
    many = [f"o{n:03d}" for n in range(60)]
    followers(*many)
    bureau = Bureau()
    bureau.platform.always = {"template": WaitUntil(MIDNIGHT)}
    first = change("first")
    bureau.run()
    assert ledger.counts(first).states == {"waiting": 60}
    bureau.platform.always, calls = {}, len(bureau.platform.sent)
    bureau.time.pass_(seconds=1)
    bureau.run()
    assert (len(bureau.platform.sent), parked.cleared(), parked.clears(bureau.time.now)) == (calls, None, 0)
    assert parked.hurry("cli:li", bureau.time.now, here=True) == 60
    assert (parked.cleared(), parked.clears(bureau.time.now)) == (bureau.time.now, 1)
    bureau.run()
    second = change("second", at=bureau.time.now)
    bureau.run()
    assert [ledger.counts(number).channels for number in (first, second)] == [{"template": 60}] * 2
    # A day that is used up again is learned of once more, and believed.
    bureau.platform.always, calls = {"template": WaitUntil(MIDNIGHT)}, len(bureau.platform.sent)
    bureau.time.pass_(seconds=1)
    third = change("third", at=bureau.time.now)
    bureau.run()
    bureau.run()
    assert (ledger.counts(third).states, 0 < len(bureau.platform.sent) - calls <= 16) == ({"waiting": 60}, True)
    assert parked.hurry("cli:li", bureau.time.now, here=False) == 60
    bureau.platform.always, bureau.delivery = {}, bureau.another()
    bureau.run()
    assert (ledger.counts(third).channels, parked.clears(bureau.time.now)) == ({"template": 60}, 1)
    assert parked.clears(AT + timedelta(days=31)) == 0
    assert parked.hurry("cli:li", bureau.time.now, here=False) == 0


def test_what_can_not_wait_so_long_takes_the_next_way() -> None:
    followers("o1", "o2")
    bureau = Bureau()
    bureau.platform.always = {"template": WaitUntil(MIDNIGHT)}
    change(expires=AT + timedelta(hours=2))
    bureau.run()
    assert [(state, channel) for _, state, channel, _ in fakes.ledger()] == [("banner", "banner")] * 2


def test_an_alert_stops_the_notice_and_staff_go_on_with_it() -> None:
    many = [f"o{n:03d}" for n in range(40)]
    followers(*many)
    bureau = Bureau()
    bureau.platform.always = {"template": Alert("template id: stop using this template", "40037 invalid template_id")}
    number = change()
    bureau.run()
    told = outbox.notice(number)
    assert (told.state, told.why) == (
        State.PAUSED, "40037 template: alert: template id: stop using this template (40037 invalid template_id)",
    )  # fmt: skip
    assert len(bureau.platform.sent) == 16  # one wave
    assert {state for _, state, _, _ in fakes.ledger()} == {"waiting"}
    bureau.platform.always = {}
    outbox.resume(number, "office", AT)
    bureau.run()
    assert (ledger.counts(number).states, outbox.notice(number).why) == ({"sent": 40}, "")


def test_a_value_that_does_not_fit_closes_the_channel_for_the_notice() -> None:
    many = [f"o{n:03d}" for n in range(40)]
    followers(*many)
    bureau = Bureau()
    bureau.platform.always = {"template": BadInput("a template value", "47003 thing2")}
    change()
    bureau.run()
    assert len(bureau.platform.sent) == 16
    assert {(state, channel) for _, state, channel, _ in fakes.ledger()} == {("banner", "banner")}


class Once:
    """So many messages, then none for a minute."""

    def __init__(self, most: int) -> None:
        self.left = most

    def take(self, wanted: int) -> tuple[int, float]:
        granted = min(wanted, self.left)
        self.left -= granted
        return granted, 60.0


def test_pausing_takes_effect_with_the_next_wave_and_cancelling_settles_the_rest() -> None:
    many = [f"o{n:03d}" for n in range(50)]
    followers(*many)
    bureau = Bureau()
    number = change()

    class Pausing(Once):
        """Staff pause while the first wave is under way."""

        def take(self, wanted: int) -> tuple[int, float]:
            if self.left < 50:
                outbox.pause(number, "office", AT)
            return super().take(wanted)

    bureau.delivery.limit = Pausing(50)
    bureau.run()
    assert (len(bureau.platform.sent), ledger.counts(number).states) == (16, {"sent": 16, "waiting": 34})
    bureau.run()
    assert len(bureau.platform.sent) == 16
    outbox.cancel(number, "office", AT)
    bureau.run()
    assert ledger.counts(number).states == {"sent": 16, "dropped": 34}
    assert ledger.counts(number).reasons == {"cancelled": 34}
    assert NoticeBatch.select().where(NoticeBatch.open).count() == 0


def test_after_its_term_nobody_is_told() -> None:
    followers("o1", "o2")
    bureau = Bureau()
    number = change(expires=AT + timedelta(minutes=5), state=State.PAUSED)
    bureau.run()
    bureau.time.pass_(minutes=5)
    bureau.run()
    assert (bureau.platform.sent, outbox.notice(number).state) == ([], State.DONE)
    late = outbox.write("overview", "m2", Audience("everyone"), "早", AT, expires=AT + timedelta(minutes=6))
    bureau.run()
    bureau.time.pass_(minutes=1)
    assert ledger.banners("o1", "m:1", bureau.time.now) == ()
    bureau.windows.hints.clear()
    bureau.delivery.hint_again()
    assert set(bureau.windows.hints) == {"o1", "o2"}
    expansion.put_away(bureau.time.now)
    assert (ledger.counts(late).states, ledger.counts(late).reasons) == ({"dropped": 2}, {"expired": 2})


def test_one_that_is_cancelled_when_it_is_through_leaves_no_banner() -> None:
    followers("o1")
    bureau = Bureau()
    number = outbox.write("overview", "m", Audience("everyone"), "早", AT)
    bureau.run()
    assert (outbox.notice(number).state, ledger.waiting("o1")) == (State.DONE, True)
    outbox.cancel(number, "li", AT)
    bureau.run()
    expansion.put_away(AT)
    assert (ledger.counts(number).states, ledger.counts(number).reasons) == ({"dropped": 1}, {"cancelled": 1})
    assert not ledger.waiting("o1")


def test_the_minute_s_messages_are_not_exceeded_and_urgent_ones_go_first() -> None:
    many = [f"o{n:03d}" for n in range(50)]
    followers(*many)
    limit = Once(20)
    bureau = Bureau(limit)
    change("slow", priority=0)
    bureau.run()
    assert len(bureau.platform.sent) == 20
    bureau.run()
    assert len(bureau.platform.sent) == 20
    change("urgent", audience=Audience("everyone"), priority=50)
    limit.left, bureau.delivery = 60, bureau.another()
    bureau.time.pass_(minutes=1)
    bureau.run()
    urgent = {attempt_key("urgent", openid) for openid in many}
    assert {call[4] for call in bureau.platform.sent[20:70]} == urgent
    assert len(bureau.platform.sent) == 80


def test_equals_take_turns_and_small_ones_do_not_wait_for_large_ones() -> None:
    followers(*(f"o{n:04d}" for n in range(batches.SMALL + 1)))
    models.Delegate.create(badge="A-1", name="n", delegation="A")
    first, second = change("first", priority=10), change("second", priority=10)
    small = [change(mark, priority=10, audience=Audience("delegation", "A")) for mark in ("third", "fourth")]
    expansion.promote(AT)
    for number in (first, second, *small):
        while expansion.expand(number, AT):
            pass
    order, wall = [], 1000.0
    while (work := batches.claim("other/1/1/x", AT, wall, lambda owner: False)) is not None:
        order.append(work.notice.number)
        wall += 1.0
    assert order == small + [first, second] * 6


def taken_over(channel: str, minutes: float) -> tuple[Bureau, NoticeRecipient]:
    """A recipient whose sender died `minutes` ago between intent and result, after the next one looked."""
    followers("o1")
    bureau = Bureau()
    change()
    expansion.promote(AT)
    expansion.expand(Notice.get().id, AT)
    work = batches.claim("gone/1/1/x", AT, 0.0, lambda owner: False)
    assert work is not None
    (person,) = batches.waiting(work, AT)
    assert batches.turn(work, "gone/1/1/x", AT, 0.0, (), [batches.Intent(person, channel)]) != ()
    bureau.time.pass_(minutes=minutes)
    bureau.run()
    return bureau, NoticeRecipient.get()


def test_a_template_message_is_repeated_under_the_same_id() -> None:
    bureau, row = taken_over("template", 1)
    assert [call[4] for call in bureau.platform.sent] == [attempt_key("c1", "o1")]
    assert (row.state, row.channel) == ("sent", "template")


def test_a_template_message_is_not_repeated_after_the_platform_s_ten_minutes() -> None:
    bureau, row = taken_over("template", 9.5)
    assert (bureau.platform.sent, row.state, row.why) == ([], "banner", "unsure")


def test_a_customer_service_message_is_not_repeated() -> None:
    bureau, row = taken_over("service", 1)
    assert (bureau.platform.sent, row.state, row.why) == ([], "banner", "unsure")
    assert (set(bureau.windows.hints), ledger.banners("o1", "m:1", bureau.time.now)) == (
        {"o1"},
        ("全体会议改在15:00。",),
    )


def test_the_platform_s_sign_settles_a_subscription_notification() -> None:
    bureau, row = taken_over("subscription", 1)
    assert (bureau.platform.sent, row.state, row.why, bureau.windows.hints) == ([], "banner", "unsure", {})
    assert ledger.banners("o1", "m:1", bureau.time.now) == ()  # the sign may still come
    receipts.subscription("o1", True, "99", AT + timedelta(seconds=3))
    row = NoticeRecipient.get()
    assert (row.state, row.channel, row.message_id) == ("sent", "subscription", "99")


def test_without_a_sign_the_banner_is_shown() -> None:
    bureau, _ = taken_over("subscription", 1)
    bureau.time.pass_(seconds=30)
    bureau.run()
    assert set(bureau.windows.hints) == {"o1"}
    assert ledger.banners("o1", "m:1", bureau.time.now) == ("全体会议改在15:00。",)
    receipts.subscription("o1", True, "99", AT + timedelta(seconds=3))
    assert NoticeRecipient.get().state == "told"


@pytest.mark.parametrize(
    ("status", "state"),
    [("success", "sent"), ("failed:user block", "gone"), ("failed: system failed", "banner")],
)
def test_how_a_template_message_went(status: str, state: str) -> None:
    followers("o1")
    bureau = Bureau()
    change()
    bureau.run()
    receipts.template("o1", NoticeRecipient.get().message_id, status, AT + timedelta(seconds=2))
    assert NoticeRecipient.get().state == state


def taken_over_twice(state: str) -> None:
    """A dead process's attempt of unknown end, and a later notice to the same person by the same channel."""
    taken_over("subscription", 1)
    values = {"notice": 99, "batch": 99, "openid": "o1", "channel": "subscription", "due": AT.replace(tzinfo=None)}
    NoticeRecipient.create(state=state, tried_at=AT.replace(tzinfo=None), **values)


@pytest.mark.parametrize(
    ("state", "first", "second"),
    [
        # The sign may be the later one's: whoever was not told keeps the banner.
        ("sent", [("banner", ""), ("sent", "71")], [("sent", "72"), ("sent", "71")]),
        ("trying", [("banner", ""), ("trying", "")], [("banner", ""), ("trying", "")]),
    ],
)
def test_a_sign_that_may_be_another_notice_s_settles_nothing(
    state: str, first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    taken_over_twice(state)
    for message_id, expected in (("71", first), ("71", first), ("72", second)):
        receipts.subscription("o1", True, message_id, AT + timedelta(seconds=3))
        rows = NoticeRecipient.select().order_by(NoticeRecipient.id)
        assert [(row.state, row.message_id) for row in rows] == expected


def test_a_failure_that_may_be_of_several_loses_none() -> None:
    taken_over_twice("sent")
    receipts.subscription("o1", False, "71", AT + timedelta(seconds=3))
    assert [(row.state, row.why) for row in NoticeRecipient.select()] == [("banner", receipts.UNDELIVERED)] * 2


@pytest.mark.parametrize(
    ("result", "after"),
    [
        (None, ("sent", "71")),  # its process died; whoever takes over finds the sign
        (ledger.Row.SENT, ("sent", "71")),
        (ledger.Row.WAITING, ("waiting", "")),  # the sign was another's
    ],
)
def test_a_sign_before_the_answer_is_on_record(result: ledger.Row | None, after: tuple[str, str]) -> None:
    followers("o1")
    change()
    expansion.promote(AT)
    expansion.expand(Notice.get().id, AT)
    work = batches.claim("a/1/1/x", AT, 0.0, lambda owner: False)
    assert work is not None
    (person,) = batches.waiting(work, AT)
    batches.turn(work, "a/1/1/x", AT, 0.0, (), [batches.Intent(person, "subscription")])
    receipts.subscription("o1", True, "71", AT + timedelta(seconds=1))
    assert NoticeRecipient.get().state == "trying"
    if result is None:
        assert batches.claim("b/1/1/x", AT, 0.0, lambda owner: True) is not None
    else:
        batches.turn(work, "a/1/1/x", AT, 0.0, [batches.Result(person, result, "subscription")])
    row = NoticeRecipient.get()
    assert (row.state, row.message_id) == after


def test_a_failure_before_the_answer_is_on_record() -> None:
    followers("o1")
    change()
    expansion.promote(AT)
    expansion.expand(Notice.get().id, AT)
    work = batches.claim("a/1/1/x", AT, 0.0, lambda owner: False)
    assert work is not None
    (person,) = batches.waiting(work, AT)
    batches.turn(work, "a/1/1/x", AT, 0.0, (), [batches.Intent(person, "template")])
    receipts.template("o1", "7001", "success", AT)
    assert NoticeRecipient.get().state == "trying"
    receipts.template("o1", "7001", "failed: system failed", AT)
    sent = batches.Result(person, ledger.Row.SENT, "template", message_id="7001")
    batches.turn(work, "a/1/1/x", AT, 0.0, [sent])
    assert (NoticeRecipient.get().state, NoticeRecipient.get().why) == ("banner", receipts.UNDELIVERED)


def test_a_result_that_comes_after_the_take_over_is_taken_if_the_banner_was_not_seen() -> None:
    _, row = taken_over("service", 1)
    work = batches.Work(row.batch, outbox.notice(row.notice))
    person = batches.Recipient(row.id, "o1")
    with pytest.raises(batches.Lost):
        batches.turn(work, "gone/1/1/x", AT, 0.0, [batches.Result(person, ledger.Row.SENT, "service")])
    assert NoticeRecipient.get().state == "sent"


def test_a_living_owner_keeps_its_batch_until_the_lease_is_over() -> None:
    followers("o1")
    change()
    expansion.promote(AT)
    expansion.expand(Notice.get().id, AT)
    assert batches.claim("a/1/1/x", AT, 100.0, lambda owner: False) is not None
    assert batches.claim("b/1/1/x", AT, 100.0 + batches.LEASE - 1, lambda owner: False) is None
    assert batches.claim("b/1/1/x", AT, 100.0 + batches.LEASE, lambda owner: False) is not None
    assert batches.claim("c/1/1/x", AT, 100.0, lambda owner: owner == "b/1/1/x") is not None


def test_nobody_is_taken_twice_when_the_audience_is_read_again() -> None:
    followers(*(f"o{n:04d}" for n in range(450)))
    number = change()
    expansion.promote(AT)
    assert expansion.expand(number, AT)
    assert NoticeRecipient.select().count() == 200
    Notice.update(cursor=0).execute()  # as if the first page had not been put on record
    while expansion.expand(number, AT):
        pass
    assert (NoticeRecipient.select().count(), outbox.notice(number).recipients) == (450, 450)
    assert NoticeRecipient.select(NoticeRecipient.openid).distinct().count() == 450
