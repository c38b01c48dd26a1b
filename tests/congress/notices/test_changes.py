"""A changed schedule handed over again: who is told what, and what is not told after all."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import congress.handover
import handover
import models
from congress.catalogue import BEIJING, naive
from congress.notices import changes, outbox, switches
from congress.notices.audience import Audience
from handover.kinds import Told
from tests.handover.conftest import workbook

AT = datetime(2019, 5, 5, 12, 30, tzinfo=BEIJING)
GRACE = timedelta(seconds=20)
HEAD = ["日期", "时间", "内容", "地点", "参加人员"]
OPENING = ["5月6日", "9:00—11:30", "开幕大会", "报告厅", "全体代表、特邀代表"]
GROUPS = ["5月6日", "14:00—17:00", "分组讨论", "各讨论室", "全体代表"]
DINNER = ["5月6日", "18:00—19:00", "晚餐", "中餐厅", "全体人员"]
PRESIDIUM = ["5月6日", "19:30—20:30", "主席团会议", "第二会议室", "主席团成员"]
DELEGATES, GUEST, OBSERVER = ["A-001", "A-002"], "A-003", "A-004"
END = "\n发“我的日程”看最新安排。"
Load = Callable[..., tuple[Told, ...]]


@pytest.fixture
def load(database_url: str, tmp_path: Path) -> Load:
    """Hand over a schedule; what will be told. The roster: two delegates, a guest and an observer."""
    roster: list[list[Any]] = [["代表证号", "姓名", "类别", "代表团", "工作单位及职务"]]
    categories = ("正式代表", "正式代表", "特邀代表", "列席人员")
    roster += [[f"A-00{n}", f"甲{sign}", name, "东城区代表团", "工人"]
               for n, (sign, name) in enumerate(zip("一二三四", categories, strict=True), 1)]  # fmt: skip
    workbook(tmp_path / "in" / "1名册.xlsx", {"名册": roster})

    def run(*rows: Sequence[Any], at: datetime = AT, **options: Any) -> tuple[Told, ...]:
        days = "北京会议日程（2019年5月5日—5月7日）"
        workbook(tmp_path / "in" / "2日程.xlsx", {"日程": [[days], HEAD, *rows]})
        options = {"media": tmp_path / "media", "at": at, "grace": GRACE} | options
        report = handover.load(tmp_path / "in", congress.handover.KINDS, **options)
        assert not report.failed
        return report.told

    return run


def moved(item: list[str], hours: str) -> list[str]:
    """The same at another time."""
    return [item[0], hours, *item[2:]]


def sent() -> list[tuple[str, tuple[str, ...], str]]:
    """State, badges and words of every notice."""
    return [(each.state.value, each.audience.badges, each.words) for each in reversed(outbox.notices())]


def test_a_first_load_and_the_same_again_tell_nobody(load: Load) -> None:
    assert load(OPENING, GROUPS) == ()
    assert load(OPENING, GROUPS) == ()
    assert load(OPENING, GROUPS, DINNER) == ()
    assert sent() == []


def test_a_moved_item_is_told_to_those_who_attend(load: Load) -> None:
    load(OPENING, GROUPS, DINNER)
    words = f"【日程变动】分组讨论 改到 5月6日（周一）下午3:00—6:00（原 2:00—5:00）{END}"
    told = load(OPENING, moved(GROUPS, "15:00—18:00"), DINNER)
    assert told == (Told(words, 2, told[0].number),)
    notice = outbox.notice(told[0].number)
    assert (notice.kind, notice.state, notice.words, notice.title, notice.by, notice.audience) == (
        "change", outbox.State.QUEUED, words, "日程变动：分组讨论", "system", Audience.of_badges(DELEGATES),
    )  # fmt: skip
    assert (notice.at, notice.due, notice.expires) == (AT, AT + 2 * GRACE, datetime(2019, 5, 6, 18, tzinfo=BEIJING))
    assert (notice.url, notice.details) == (
        "/agenda/0506-fenzutaolun",
        {"item": "分组讨论", "when": "2019年5月6日 15:00", "was": "2019年5月6日 14:00", "place": "各讨论室",
         "note": "改到下午3:00，原2:00"},
    )  # fmt: skip


def test_everybody_gets_one_message_with_what_concerns_them(load: Load) -> None:
    load(OPENING, GROUPS, DINNER)
    told = load(moved(OPENING, "10:00—12:30"), DINNER)
    opening = "开幕大会 改到 5月6日（周一）上午10:00—中午12:30（原 9:00—11:30）"
    groups = "分组讨论 取消（原定 5月6日（周一）下午2:00—5:00，各讨论室）"
    assert [(each.words, each.people) for each in told] == [
        (f"【日程变动】共 2 项\n1．{opening}\n2．{groups}{END}", 2), (f"【日程变动】{opening}{END}", 1),
    ]  # fmt: skip
    assert [badges for _, badges, _ in sent()] == [("A-001", "A-002"), ("A-003",)]


def test_those_of_before_and_those_of_after_are_told(load: Load) -> None:
    load(OPENING)
    told = load([*OPENING[:4], "列席人员"])
    line = "开幕大会 参加人员改为 列席人员（原 全体代表、特邀代表）；时间不变：5月6日（周一）上午9:00—11:30"
    assert [(each.words, each.people) for each in told] == [(f"【日程变动】{line}{END}", 4)]


def test_a_body_that_the_roster_does_not_know_is_named_and_not_told(load: Load) -> None:
    load(OPENING, PRESIDIUM)
    told = load(OPENING)
    line = "主席团会议 取消（原定 5月6日（周一）晚上7:30—8:30，第二会议室）"
    assert told == (Told(f"【日程变动】{line}{END}", 0),)
    assert sent() == []


def test_what_is_taken_back_within_the_grace_is_told_to_nobody(load: Load) -> None:
    load(OPENING, GROUPS)
    load(["5月7日", *OPENING[1:]], GROUPS)
    assert load(OPENING, GROUPS, at=AT + GRACE / 2) == ()
    assert [state for state, _, _ in sent()] == ["cancelled"]


def test_what_changes_again_within_the_grace_is_told_once_from_what_people_know(load: Load) -> None:
    load(OPENING, GROUPS)
    load(moved(OPENING, "10:00—12:30"), moved(GROUPS, "15:00—17:00"))
    load(moved(OPENING, "10:30—12:30"), moved(GROUPS, "15:00—17:00"), at=AT + GRACE / 2)
    opening = "开幕大会 改到 5月6日（周一）上午10:30—中午12:30（原 9:00—11:30）"
    assert [words for state, _, words in sent() if state == "queued"] == [
        f"【日程变动】共 2 项\n1．{opening}\n2．分组讨论 改到 5月6日（周一）下午3:00—5:00（原 2:00—5:00）{END}",
        f"【日程变动】{opening}{END}",
    ]


def test_what_changes_back_after_the_grace_is_told_again(load: Load) -> None:
    load(OPENING)
    first = load(moved(OPENING, "10:00—12:30"))
    again = load(OPENING, at=AT + 2 * GRACE)
    assert [each.words.partition("改到 ")[2] for each in (*first, *again)] == [
        f"5月6日（周一）上午10:00—中午12:30（原 9:00—11:30）{END}",
        f"5月6日（周一）上午9:00—11:30（原 10:00—中午12:30）{END}",
    ]
    assert [state for state, _, _ in sent()] == ["queued", "queued"]


def test_what_is_going_out_already_is_not_taken_back(load: Load) -> None:
    load(OPENING)
    number = load(moved(OPENING, "10:00—12:30"))[0].number
    models.Notice.update(state="sending", recipients=1).where(models.Notice.id == number).execute()
    assert [each.people for each in load(OPENING, at=AT + GRACE / 2)] == [3]
    assert [state for state, _, _ in sent()] == ["sending", "queued"]


def test_it_goes_out_a_grace_after_staff_saw_it(load: Load) -> None:
    load(OPENING)
    told = load(moved(OPENING, "10:00—12:30"))
    assert changes.released(told, AT + timedelta(seconds=5), GRACE) == changes.Released(told, 20)
    assert outbox.notice(told[0].number).due == AT + timedelta(seconds=25)
    # A hand-over that takes long, or is killed, does not hold it back.
    assert changes.released(told, AT + timedelta(seconds=30), GRACE) == changes.Released(told, 0)
    load(OPENING, at=AT + timedelta(seconds=10))
    assert changes.released(told, AT + timedelta(seconds=11), GRACE) == changes.Released((), 0)


def test_quietly_nobody_is_told_not_even_of_what_was_held(load: Load) -> None:
    load(OPENING, GROUPS)
    load(moved(OPENING, "10:00—12:30"), GROUPS)
    assert load(moved(OPENING, "11:00—12:30"), GROUPS, at=AT + GRACE / 2, quiet=True) == ()
    assert [state for state, _, _ in sent()] == ["cancelled"]


def test_a_kind_that_is_switched_off_is_quiet(load: Load) -> None:
    load(OPENING)
    switches.turn("change", False, "office", AT)
    assert load(moved(OPENING, "10:00—12:30")) == ()
    switches.turn("change", True, "office", AT)
    assert [each.people for each in load(OPENING)] == [3]
    lines = models.AuditLine.select(models.AuditLine.by, models.AuditLine.what, models.AuditLine.subject)
    assert list(lines.where(models.AuditLine.subject == "change").tuples()) == [
        ("office", "notice.switched_off", "change"), ("office", "notice.switched_on", "change"),
    ]  # fmt: skip


def test_a_dry_run_says_what_would_be_told_and_writes_nothing(load: Load) -> None:
    load(OPENING)
    words = f"【日程变动】开幕大会 取消（原定 5月6日（周一）上午9:00—11:30，报告厅）{END}"
    assert load(GROUPS, dry_run=True) == (Told(words, 3),)
    assert (sent(), models.ItemChange.select().count()) == ([], 0)


def test_rows_and_notice_are_of_one_transaction(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    load(OPENING)
    monkeypatch.setattr(models.Revision, "raise_", classmethod(lambda cls: 1 // 0))
    with pytest.raises(ZeroDivisionError):
        load(moved(OPENING, "10:00—12:30"))
    assert sent() == []
    assert [row.starts for row in models.AgendaItem.select()] == [naive(datetime(2019, 5, 6, 9, tzinfo=BEIJING))]


def test_an_item_marked_as_cancelled_is_told_like_one_that_is_taken_out(load: Load) -> None:
    load(OPENING, GROUPS, DINNER)
    marked = [*GROUPS[:2], f"【取消】{GROUPS[2]}", *GROUPS[3:]]
    told = load(OPENING, marked, DINNER)
    assert [(each.words, each.people) for each in told] == [
        (f"【日程变动】分组讨论 取消（原定 5月6日（周一）下午2:00—5:00，各讨论室）{END}", 2)
    ]
    assert load(OPENING, marked, DINNER) == ()
    [back] = load(OPENING, GROUPS, DINNER, at=AT + 3 * GRACE)
    assert ("恢复" in back.words, back.people) == (True, 2)
