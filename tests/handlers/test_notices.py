"""One's own notices, asked for in the chat, and what stands above another answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

import handlers
import models
from congress.catalogue import naive
from congress.notices import banners, outbox
from congress.notices.audience import Audience
from tests import congress_rows
from tests.handlers.phone import AT, Phone
from wechat.inbound import Ask

GUEST = "\n\n这里是大会公开的通知。绑定代表证后，还能看到与您有关的日程变动和提醒：发“绑定”。"
LONG = "【通知】午餐安排\n\n" + "今天的午餐分两批，请按代表团的顺序到一层中餐厅就餐。" * 6


@pytest.fixture
def _congress(database_url: str) -> Iterator[None]:
    congress_rows.fill()
    models.Delegate.create(badge="A-001", name="甲", category="正式代表", delegation="教育代表团")
    binding = {"badge": "A-001", "openid": "oMINE", "how": "code", "message_key": "k"}
    models.Binding.create(**binding, bound_at=datetime(2019, 5, 5), follows_since=datetime(2019, 5, 5))
    return


def notice(mark: str, words: str, at: datetime, to: Audience | None = None, state: str = "done") -> int:
    """One that went out."""
    number = outbox.write("announcement", mark, to or Audience("everyone"), words, at, title=mark, by="wang",
                          expires=at + timedelta(hours=1))  # fmt: skip
    models.Notice.update(state=state).where(models.Notice.id == number).execute()
    return number


def reached(number: int, openid: str, state: str, badge: str = "") -> None:
    """What the ledger says."""
    models.NoticeRecipient.create(notice=number, batch=1, openid=openid, badge=badge, state=state, due=naive(AT))


@pytest.mark.usefixtures("_congress")
def test_nobody_was_told_anything() -> None:
    assert Phone("oMINE").say("通知") == "最近没有给您的通知。"
    assert Phone("oGUEST").say("有什么通知") == "最近没有通知。" + GUEST


@pytest.mark.usefixtures("_congress")
def test_my_last_ones_and_a_guest_the_public_ones() -> None:
    everybody = notice("甲", "【通知】甲", AT - timedelta(hours=3))
    mine = notice("乙", "【日程变动】乙", AT - timedelta(minutes=30), Audience.of_badges(["A-001"]))
    reached(mine, "oMINE", "sent", "A-001")
    reached(everybody, "oMINE", "sent")
    before = notice(
        "丙", "【会议提醒】丙\n时间：今天 5月5日（周日）", AT - timedelta(days=1), Audience.of_badges(["A-001"])
    )
    reached(before, "#A-001", "gone", "A-001")  # when the badge was not bound yet
    other = notice("丁", "丁", AT - timedelta(minutes=20), Audience.of_badges(["A-002"]))
    reached(other, "oOTHER", "sent", "A-002")
    notice("戊", "戊", AT - timedelta(minutes=10), state="cancelled")
    notice("己", "己", AT - timedelta(days=8))
    notice("庚", "庚", AT + timedelta(minutes=10), state="queued")
    assert Phone("oMINE").say("我的通知") == (
        "今天 9:30\n【日程变动】乙\n\n——————\n今天 7:00（已过）\n【通知】甲\n\n——————\n"
        "昨天 10:00（已过）\n【会议提醒】丙\n时间：5月5日（周日）"
    )
    assert Phone("oGUEST").say("通知") == "今天 7:00（已过）\n【通知】甲" + GUEST


@pytest.mark.usefixtures("_congress")
@pytest.mark.parametrize("said", ["通知", "我的通知", "有没有新通知", "有通知吗？", "看全文"])
def test_how_people_ask(said: str) -> None:
    phone = Phone("oMINE")
    phone.say(said)
    assert phone.handler == "notices.on_notices"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("【通知】短", "【通知】短"),
        ('【通知】短\n\n去吧\n\n<a href="http://x/y">查看详情</a>', '【通知】短\n\n去吧\n\n<a href="http://x/y">查看详情</a>'),
        (LONG, "【通知】午餐安排\n今天的午餐分两批，请按代表团的顺序到一层中餐厅就餐。"
               "今天的午餐分两批，请按代表团的顺序到一层中餐厅就餐。"
               "今天的午餐分两批，请按代表团的顺序到一层中餐厅就餐…\n（发“通知”看全文）"),
    ],
)  # fmt: skip
def test_what_waits_is_told_in_short(words: str, expected: str) -> None:
    assert banners.brief(words) == expected


@pytest.mark.usefixtures("_congress")
def test_what_waits_is_told_once_and_again_to_the_same_push() -> None:
    number = notice("甲", LONG, AT - timedelta(minutes=5))
    reached(number, "oMINE", "banner")
    asks = [Ask("oMINE", AT, "text", message_key=key, text="日程") for key in ("m1", "m1", "m2")]
    first, again, later = [handlers.waiting(ask) for ask in asks]
    assert (first, again, later) == (((banners.brief(LONG),), False), first, ((), False))


@pytest.mark.usefixtures("_congress")
def test_what_is_over_waits_no_more() -> None:
    number = notice("甲", "【会议提醒】甲", AT - timedelta(hours=2))
    reached(number, "oMINE", "banner")
    assert handlers.waiting(Ask("oMINE", AT, "text", message_key="m1", text="日程"))[0] == ()


@pytest.mark.usefixtures("_congress")
def test_a_message_from_before_leaves_it_to_the_next_one() -> None:
    number = notice("甲", LONG, AT)
    reached(number, "oMINE", "banner")
    early, later = AT - timedelta(minutes=1), AT + timedelta(minutes=1)
    asks = [Ask("oMINE", at, "text", message_key=f"m{at}", text="日程") for at in (early, later)]
    assert [handlers.waiting(ask) for ask in asks] == [((), True), ((banners.brief(LONG),), False)]
