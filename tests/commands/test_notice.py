"""`server.py notice`: what staff see and do."""

from datetime import datetime

import pytest

import commands
import config
import models
from clients import client_for
from clock import BEIJING
from congress import audit
from congress.notices import outbox
from congress.notices.audience import Audience
from congress.notices.outbox import State
from tests.commands.conftest import StandIn
from tests.numbering import from_one
from wechat.quotas import Hold

AT = datetime(2019, 5, 6, 9, 40, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def _notices(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("commands.notice.Clock.now", lambda self: AT)
    for badge in ("A-001", "A-002"):
        models.Delegate.create(badge=badge, name="甲", category="正式代表", delegation="教育代表团")
    models.Revision.raise_()
    from_one(models.Notice)


def shell(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> list[str]:
    assert commands.main(["notice", *args]) == code
    said = capsys.readouterr()
    return (said.err if code else said.out).splitlines()


def announce(capsys: pytest.CaptureFixture[str], *more: str, code: int = 0) -> list[str]:
    words = ("--title", "午餐", "--text", "在二层\\n请注意", "--to", "role:正式代表", "--by", "wang")
    return shell(capsys, "announce", *words, *more, code=code)


def test_an_announcement_needs_two_people_and_the_number(capsys: pytest.CaptureFixture[str]) -> None:
    waits = "第 1 号公告等着审批。请另一个人：python server.py notice approve 1 --by 姓名"
    assert announce(capsys) == [waits]
    assert announce(capsys) == [waits]  # the same within the same minute is the same
    told = ["会发给 2 人：", "【通知】午餐", "", "在二层", "请注意", "",
            "确认就写上人数：python server.py notice approve 1 --people 2 --by 姓名"]  # fmt: skip
    assert shell(capsys, "approve", "1", "--by", "li", code=1) == told
    assert shell(capsys, "approve", "1", "--by", "li", "--people", "3", code=1) == told
    own = ["写的人自己不能审批，请换一个人（--by）"]
    assert shell(capsys, "approve", "1", "--by", "wang", "--people", "2", code=1) == own
    models.Notice.update(by="li").execute()  # written in the console by the same person
    assert shell(capsys, "approve", "1", "--by", "li", "--people", "2", code=1) == own
    assert shell(capsys, "approve", "1", "--by", "zhao", "--people", "2") == ["第 1 号已通过。"]
    assert shell(capsys, "approve", "1", "--by", "sun", "--people", "2", code=1) == ["已经审批过了"]
    assert (outbox.notice(1).state, outbox.notice(1).approved_by) == (State.QUEUED, "cli:zhao")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--to", "role:主席团"), "发给谁（--to）：everyone、delegates、role:类别、delegation:代表团、absent:签到环节"),
        (("--title", ""), "请写标题（--title），不超过 30 个字"),
        (("--at", "明天"), "时间（--at）要在以后、六十天以内，例如 2019-05-06T12:00"),
        (("--page", "x"), "页面地址要以 https:// 或 / 开头"),
    ],
)
def test_what_is_wrong(capsys: pytest.CaptureFixture[str], more: tuple[str, str], words: str) -> None:
    assert announce(capsys, *more, code=1) == [words]
    assert outbox.notices() == ()


def test_list_show_and_the_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert shell(capsys, "list") == ["还没有通知。"]
    outbox.write("change", "m", Audience.of_badges(["A-001"]), "【日程变动】会", AT, by="system", title="日程变动：会")
    assert shell(capsys, "list") == ["1  待发  日程变动  05-06 09:40  有关的代表 1 人  日程变动：会"]
    assert shell(capsys, "show", "1") == [
        "第 1 号  待发  日程变动", "发给：有关的代表 1 人，1 人", "时间：2019-05-06 09:40:00", "由谁：系统自动", "----",
        "【日程变动】会", "----",
    ]  # fmt: skip
    assert shell(capsys, "pause", "1") == ["第 1 号已暂停。"]
    assert shell(capsys, "pause", "1", code=1) == ["已经暂停了"]
    assert shell(capsys, "resume", "1") == ["第 1 号继续发。"]
    models.Notice.update(state="sending").execute()
    for place, (state, channel) in enumerate((("sent", "service"), ("told", ""), ("gone", ""), ("waiting", ""))):
        models.NoticeRecipient.create(notice=1, batch=1, openid=f"o{place}", state=state, channel=channel, due=AT,
                                      why="unbound" if state == "gone" else "")  # fmt: skip
    assert shell(capsys, "show", "1")[4:6] == [
        "进度：收件人 4，已发出 1（客服消息 1），来时已看到 1，等下次来时显示 0，还没有发 1，送不到 1，没有发 0",
        "　　还没有绑定微信 1 人",
    ]
    stopped = "第 1 号已停发。停之前已经发出 1 人、看到 1 人，这些收不回来。"
    assert shell(capsys, "cancel", "1", "--by", "li") == [stopped]
    assert shell(capsys, "cancel", "1", code=1) == ["已经停发了"]
    assert shell(capsys, "show", "1")[-3] == "2019-05-06 09:40:00  cli:li  notice.cancelled"
    assert shell(capsys, "cancel", "9", code=1) == ["没有第“9”号通知，编号见 notice list"]
    assert shell(capsys, "show", "x", code=1) == ["没有第“x”号通知，编号见 notice list"]


def test_a_kind_is_switched_off(capsys: pytest.CaptureFixture[str]) -> None:
    assert shell(capsys, "off", "reminder", "--by", "li") == ["会议提醒不再自动发。"]
    assert shell(capsys, "list") == ["还没有通知。", "会议提醒：已停用（cli:li）"]
    assert shell(capsys, "on", "reminder") == ["会议提醒恢复自动发。"]
    assert shell(capsys, "off", "announcement", code=1) == [
        "种类：change 日程变动、reminder 会议提醒、overview 今日日程"
    ]


def test_the_day_s_calls_are_begun_anew(capsys: pytest.CaptureFixture[str], stand_in: StandIn) -> None:
    outbox.write("change", "m", Audience("everyone"), "会", AT)
    models.Notice.update(state="sending").execute()
    models.NoticeBatch.create(notice=1, due=datetime(2019, 5, 7))
    batch = models.NoticeBatch.get().id
    for place, why in enumerate(("wait_until", "wait_until 2019-05-07T00:00:00+08:00", "retry after 5 s")):
        models.NoticeRecipient.create(notice=1, batch=batch, openid=f"o{place}", state="waiting", why=why,
                                      due=datetime(2019, 5, 7))  # fmt: skip
    client = client_for(config.load())
    path = "/cgi-bin/message/template/send"
    client._quotas.hold(client.appid, path, Hold(45009, AT.timestamp() + 600))
    assert shell(capsys, "clear-quota", "--by", "li") == [
        "微信平台今天的接口调用次数已经清零。本月用这个命令清零了 1 次；平台每月一共给 10 次，在公众平台上清的"
        "也算在内，还剩几次平台不告诉我们。",
        "因为次数用完而等着的 2 人，现在接着发。",
    ]
    assert client._quotas.held(client.appid, path, AT) is None
    now = AT.replace(tzinfo=None)
    assert [(row.openid, row.due) for row in models.NoticeRecipient.select().order_by(models.NoticeRecipient.id)] == [
        ("o0", now), ("o1", now), ("o2", datetime(2019, 5, 7)),
    ]  # fmt: skip
    assert models.NoticeBatch.get().due == now
    for _ in range(9):
        shell(capsys, "clear-quota")
    [refused] = shell(capsys, "clear-quota", code=1)
    assert refused.endswith("：这个月的 10 次清零用完了，下个月一日才能再清；今天的次数明天零点恢复")
    assert shell(capsys, "clear-quota", "--cleared", "--by", "li") == [
        "记下了：调用次数已在公众平台清零，没有再用掉一次。", "没有因为次数用完而等着的人。",
    ]  # fmt: skip
    assert [(line.by, line.what) for line in audit.lines()][::10] == [
        ("cli:li", "quota.cleared"), ("cli:li", "quota.clear")
    ]  # fmt: skip
    calls = [entry["what"] for entry in stand_in.platform.ledger.entries()]
    assert calls.count("/cgi-bin/clear_quota") == 11
