"""A small congress to check in: four on the roster, one who left it, and a stage of every kind."""

from collections.abc import Sequence
from datetime import date, datetime

import models
from clock import BEIJING
from congress import catalogue
from congress.checkin import board, stages
from congress.checkin.plan import DeskPlan, StagePlan

AT = datetime(2019, 5, 5, 13, 0, tzinfo=BEIJING)
ROSTER = ("A-001", "A-002", "A-003", "B-001")  # the last is a guest, who is not expected at the sitting
PLANS = (
    StagePlan(key="report", name="报到", opens="2019-05-05T12:00", closes="2019-05-06T12:00", then="领材料"),
    StagePlan(key="papers", name="简报", opens="2019-05-05T07:00", closes="2019-05-07T18:00", count="per_day"),
    StagePlan(
        key="gate", name="安检", opens="2019-05-05T12:00", closes="2019-05-07T18:00", count="each", again_after=20,
        by_scan=False,
    ),
    StagePlan(key="sitting", name="{month}/{day} {title}", items=["大会"], before=60, after=30, tells=["seat"]),
    StagePlan(key="meal", name="{title}", items=["早餐"], before=10, after_end=0, who="全体"),
    StagePlan(key="office", name="会务", opens="2019-05-05T08:00", closes="2019-05-07T20:00", hours="9:00-17:30",
              count="per_day", who="代表"),
)  # fmt: skip
DESKS = (
    DeskPlan(key="hall-a", name="大堂A台", stages=("report",)),
    DeskPlan(key="hall-b", name="大堂B台", stages=("report", "papers")),
    DeskPlan(key="door", name="报告厅入口", stages=("sitting", "gate")),
)


def at(text: str) -> datetime:
    """A time in short: at("05 13:00:05")."""
    day, _, time = text.partition(" ")
    return datetime.combine(date(2019, 5, int(day)), datetime.strptime(time, "%H:%M:%S").time(), BEIJING)


def fill(roster: Sequence[str] = ROSTER) -> None:
    """Write the rows and take the stages."""
    for badge in roster:
        guest = badge.startswith("B")
        models.Delegate.create(
            badge=badge, name=f"甲{badge[-1]}", delegation="" if guest else "教育代表团",
            category="特邀代表" if guest else "正式代表", seat="1排1座",
        )  # fmt: skip
    models.Delegate.create(badge="A-009", name="走", category="正式代表", withdrawn=True)
    item = {"day": date(2019, 5, 6), "title": "开幕大会", "audience": "全体代表", "key": "opening"}
    models.AgendaItem.create(**item, starts=datetime(2019, 5, 6, 9), ends=datetime(2019, 5, 6, 11, 30))
    item = {"day": date(2019, 5, 6), "title": "早餐", "audience": "", "key": "breakfast"}
    models.AgendaItem.create(**item, starts=datetime(2019, 5, 6, 7), ends=datetime(2019, 5, 6, 8, 20))
    begin()


def begin() -> None:
    """What a process knows of the rows: the content as it is now, these stages, no boards."""
    models.Revision.raise_()
    know()


def know() -> None:
    """As `begin`, for a process that joins in."""
    catalogue.expire()
    board._boards.clear()
    stages.use(PLANS, DESKS)


def empty() -> None:
    """Nobody has been checked in."""
    for table in (models.CheckinEntry, models.CheckinTurn, models.AuditLine):
        table.delete().execute()
    board._boards.clear()
