"""A badge that staff give to another WeChat: who lost it is told, unless that is undone before."""

from datetime import datetime, timedelta

import pytest

import models
from congress import (
    audit,
    binding,
    binding_desk,
    binding_flags,
    binding_history,
    catalogue,
    delegates,
    joining,
    privacy,
)
from congress.errors import Invalid
from congress.notices import audience, choices, ledger, outbox
from congress.notices.audience import Audience
from congress.notices.outbox import State
from tests.sending import fakes
from tests.sending.fakes import AT, Bureau

LOST = (
    "【绑定变动】会务组已把您绑定的代表证改到另一个微信上。\n"
    "如果不是您要求的，请带上身份证和代表证，到报到处或会务组核对。"
)
BACK = "【绑定变动】会务组已撤销改动，代表证又绑定在您的这个微信上，可以照常使用。"
WAITS = ("banner", "banner", "no channel")


@pytest.fixture(autouse=True)
def _claimed(database_url: str) -> None:
    """Two delegates; the first one's badge is held by oA and claimed by oB."""
    for badge in ("A-001", "A-002"):
        models.Delegate.create(badge=badge, name="测试甲", delegation="教育代表团", phone="19900001111")
    models.Revision.raise_()
    catalogue.expire()
    fakes.followers("oA", "oB", "oC")
    claim("oA", "e:1")
    claim("oB", "e:2")


def claim(openid: str, key: str, badge: str = "A-001") -> None:
    binding.by_key(openid, delegates.key_of(badge), AT, key)


def move(at: datetime = AT) -> int:
    """Give the badge to who claimed it; the number of the change."""
    binding_desk.move(binding_flags.flags()[0].number, "wrong telephone", "Li", at)
    return binding_history.changes("A-001")[0].number


def bureau(at: datetime, *windows: str) -> Bureau:
    """What ticks do at a time; these have a window open."""
    sends = Bureau()
    sends.time.now = at
    sends.windows.left = dict.fromkeys(windows, 5)
    sends.run()
    return sends


def later(**values: float) -> datetime:
    return AT + timedelta(**values)


def test_who_lost_it_is_told_and_nobody_else() -> None:
    number = move()
    (notice,) = outbox.notices()
    assert (notice.kind, notice.mark, notice.title, notice.words, notice.by, notice.audience, notice.url) == (
        "binding", f"binding:lost:{number}", "绑定变动", LOST, "system", Audience("person"), "",
    )  # fmt: skip
    assert (notice.at, notice.due, notice.expires, dict(notice.details), notice.recipients) == (
        AT, later(minutes=1), later(days=7, minutes=1), {}, 1,
    )  # fmt: skip
    assert (audience.size(notice.audience), audience.page(notice.audience, 0, 9)) == (1, ())  # the ledger has them
    with pytest.raises(Invalid, match="audience"):
        choices.chosen("person", AT)  # nobody announces to it
    assert bureau(later(seconds=59), "oA", "oB").platform.sent == []
    assert bureau(later(minutes=1), "oA", "oB").platform.sent == [("service", "oA", LOST)]
    assert fakes.ledger() == [("oA", "sent", "service", "")]
    assert outbox.notice(notice.number).state is State.DONE
    assert [row.badge for row in models.NoticeRecipient.select()] == [""]  # it is somebody else's
    assert bureau(later(minutes=2), "oA", "oB").platform.sent == []


def test_without_a_window_a_banner_waits_for_that_person_in_full() -> None:
    move()
    assert bureau(later(minutes=1)).windows.hints.keys() == {"oA"}
    assert (ledger.banners("oB", "m:1", later(minutes=2)), len(LOST) <= 90) == ((), True)
    assert ledger.banners("oA", "m:2", later(minutes=2)) == (LOST,)
    assert ledger.banners("oA", "m:3", later(minutes=2)) == ()


def test_who_does_not_follow_can_not_be_told() -> None:
    models.Follower.update(follows=False).where(models.Follower.openid == "oA").execute()
    move()
    bureau(later(minutes=1), "oA")
    assert fakes.ledger() == [("oA", "gone", "", "unfollowed")]
    assert outbox.notices()[0].state is State.DONE


@pytest.mark.parametrize("sent", [False, True])
def test_undone_before_it_was_told_nobody_hears_of_it(sent: bool) -> None:
    number = move()
    if sent:
        bureau(later(minutes=1))  # no window: a banner waits
    assert fakes.ledger() == [("oA", *(WAITS if sent else ("waiting", "", "")))]
    binding_history.restore(number, "Li", later(seconds=50))
    assert binding.badge_of("oA") == "A-001"
    assert bureau(later(minutes=3), "oA", "oB").platform.sent == []
    assert ledger.banners("oA", "m:2", later(minutes=3)) == ()
    assert [(each.mark, each.state.value) for each in outbox.notices()] == [(f"binding:lost:{number}", "cancelled")]
    (line,) = audit.lines(subject=str(outbox.notices()[0].number))
    assert (line.by, line.what) == ("Li", "notice.cancelled")


def test_undone_after_it_was_told_both_hear_what_is_true_now() -> None:
    number = move()
    bureau(later(minutes=1), "oA")
    binding_history.restore(number, "Li", later(minutes=5))
    assert bureau(later(minutes=5), "oA", "oB").platform.sent == [("service", "oA", BACK)]
    assert bureau(later(minutes=6), "oA", "oB").platform.sent == [("service", "oB", LOST)]
    assert [each.mark for each in reversed(outbox.notices())] == [
        f"binding:lost:{number}", f"binding:back:{number + 1}", f"binding:lost:{number + 1}",
    ]  # fmt: skip


@pytest.mark.parametrize(("state", "why", "told"), [
    ("trying", "", True), ("banner", "unsure", True), ("told", "", True), ("banner", "no channel", False),
    ("gone", "unfollowed", False), ("dropped", "expired", False),
])  # fmt: skip
def test_who_perhaps_heard_of_it_is_told_that_it_is_over(state: str, why: str, told: bool) -> None:
    number = move()
    models.NoticeRecipient.update(state=state, why=why).execute()
    binding_history.restore(number, "Li", later(seconds=30))
    assert [each.words for each in outbox.notices() if each.state is State.QUEUED] == [BACK] * told
    assert ledger.banners("oA", "m:2", later(minutes=1)) == ()  # of the loss, nothing more


def test_who_gets_it_back_by_a_claim_is_not_told_of_the_loss() -> None:
    move()
    claim("oA", "e:3")
    move(later(seconds=30))
    assert binding.badge_of("oA") == "A-001"
    assert bureau(later(minutes=2), "oA", "oB").platform.sent == [("service", "oB", LOST)]


def test_the_same_person_in_the_mini_program_lost_nothing() -> None:
    models.Follower.update(unionid="uA").where(models.Follower.openid == "oA").execute()
    models.MiniUser.create(openid="mA", unionid="uA", seen_at=AT.replace(tzinfo=None))
    models.BindingFlag.delete().execute()
    binding_flags.raise_("taken", "mA", "A-001", AT, miniprogram=True)
    move()
    assert (binding.badge_of("oA"), outbox.notices()) == ("A-001", ())


def test_a_move_in_the_mini_program_is_told_in_the_account() -> None:
    models.BindingFlag.delete().execute()
    joining.mini_user_came("mB", "", AT)
    binding_flags.raise_("taken", "mB", "A-001", AT, miniprogram=True)
    number = move()
    # Of the mini program nobody was bound before: taking it back binds nobody, and the account's loss stays true.
    binding_history.restore(number, "Li", later(seconds=30))
    assert bureau(later(minutes=1), "oA").platform.sent == [("service", "oA", LOST)]


def test_change_and_notice_are_of_one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "write", lambda *args, **values: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        move()
    assert (binding.badge_of("oA"), models.BindingChange.select().count()) == ("A-001", 0)


def test_who_has_the_badge_by_now_hears_of_no_loss() -> None:
    claim("oC", "e:3", "A-002")
    claim("oC", "e:4")  # a second claim, of somebody with a badge
    (flag,) = [each for each in binding_flags.flags() if each.openid == "oC"]
    binding_desk.release("A-001", "lost telephone", "Li", AT)
    binding_desk.release("A-002", "wrong badge", "Li", AT)
    claim("oC", "e:5")
    binding_desk.move(flag.number, "the papers are right", "Li", AT)
    assert (binding.badge_of("oC"), outbox.notices()) == ("A-001", ())


def test_a_badge_given_to_somebody_and_back_to_nobody_is_as_if_released() -> None:
    claim("oC", "e:3", "A-002")
    claim("oC", "e:4")
    binding_desk.release("A-001", "lost telephone", "Li", AT)
    (flag,) = [each for each in binding_flags.flags() if each.openid == "oC"]
    binding_desk.move(flag.number, "the papers are right", "Li", AT)
    number = binding_history.changes("A-001")[0].number
    binding_history.restore(number, "Li", later(hours=1))
    assert (binding.badge_of("oC"), outbox.notices()) == ("", ())
    ended = privacy.ended("oC")
    assert ended is not None
    assert (ended.badge, ended.what, ended.at) == ("A-001", "release", later(hours=1))
