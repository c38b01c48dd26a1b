"""A made-up congress, unlike the demo: other words, another year, gaps in its rows."""

from datetime import date, datetime
from typing import Any

import models
from clock import BEIJING
from congress import catalogue

FIRST, SECOND = date(2022, 10, 18), date(2022, 10, 19)


def on(text: str) -> datetime:
    """A time of this congress in short: on("10-18 09:00")."""
    return datetime.strptime(f"2022-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)


def fill() -> None:
    """Write the rows and raise the revision."""
    with models.database.atomic():
        for model, rows in ROWS.items():
            for position, values in enumerate(rows):
                model.create(**values, position=position)
        models.Revision.raise_()
    catalogue.expire()


def _item(key: str, starts: datetime, ends: datetime | None, title: str, **values: str) -> dict[str, Any]:
    return {"key": key, "day": starts.date(), "starts": starts, "ends": ends, "title": title, **values}


ROWS: dict[Any, list[dict[str, Any]]] = {
    models.AgendaItem: [
        _item("sign", datetime(2022, 10, 18, 8), datetime(2022, 10, 18, 9), "签到",
              place="北门大厅", remark="请带工作证"),
        _item("forum", datetime(2022, 10, 18, 9, 30), datetime(2022, 10, 18, 11), "焊接技能论坛", detail="青年焊工交流",
              place="东楼201", audience="焊工代表", remark="提前十分钟到场"),
        _item("meal", datetime(2022, 10, 18, 12), datetime(2022, 10, 18, 13), "午餐", place="二号食堂"),
        _item("visit", datetime(2022, 10, 18, 14), None, "参观船厂"),
        _item("prize", datetime(2022, 10, 19, 10), datetime(2022, 10, 19, 11, 45), "颁奖典礼", place="大礼堂",
              audience="全体选手"),
    ],
    models.GuideEntry: [
        {"key": "meal", "category": "食宿", "title": "午餐", "note": "凭餐券", "place": "二号食堂",
         "hours": "11:30-13:30"},
        {"key": "doctor", "category": "健康", "title": "保健室", "note": "可量血压", "place": "东楼104",
         "hours": "8:00-20:00", "phone": "0411-8800120"},
        {"key": "bus", "category": "交通", "title": "接站大巴", "note": "每半小时一班，免费", "place": "南站出口",
         "hours": "10月18日6:00-12:00"},
        {"key": "office", "category": "会务", "title": "会务组", "place": "东楼101",
         "hours": "全天", "phone": "0411-8800100"},
        {"key": "locker", "category": "便民", "title": "行李寄存", "note": "请自备锁"},
    ],
    models.Faq: [
        {"key": "wifi", "question": "WiFi密码是多少",
         "answer": "The WiFi password is weld2022.\n无线网密码 weld2022。"},
        {"key": "photo", "question": "赛场能拍照吗", "answer": "可以拍照，请勿用闪光灯。"},
    ],
    models.Programme: [
        {"key": "loan", "name": "工会会员健身季", "brand": "乐动", "summary": "每人一张健身卡", "quota": 80,
         "opens": date(2022, 10, 1), "closes": date(2022, 10, 18), "materials": "会员证", "audience": "在职会员"},
    ],
    models.Delegation: [
        {"key": "harbour", "name": "港口代表团", "room": "西楼305"},
    ],
}  # fmt: skip
