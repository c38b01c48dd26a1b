"""A small congress in the tables: enough of everything that the pages show."""

from datetime import date, datetime

import models


def fill() -> None:
    """Write the rows and raise the revision."""
    with models.database.atomic():
        for values in AGENDA:
            models.AgendaItem.create(**values)
        for position, (key, name, room) in enumerate(DELEGATIONS):
            models.Delegation.create(key=key, name=name, room=room, phone="19900010000", position=position)
        for position, values in enumerate(GUIDE):
            models.GuideEntry.create(**values, position=position)
        models.Faq.create(key="q-wifi", question="WiFi密码是多少", answer="WiFi名称 GH14-Guest。\n电话 010-84901111。")
        for values in NEWS:
            models.NewsItem.create(**values)
        for position, values in enumerate(PROGRAMMES):
            models.Programme.create(**values, position=position)
        models.Revision.raise_()


DAY = date(2019, 5, 6)
AGENDA = [
    {"key": "day1-report", "day": date(2019, 5, 5), "starts": datetime(2019, 5, 5, 13),
     "ends": datetime(2019, 5, 5, 18), "title": "代表报到",
     "place": "会议中心一层大堂报到处", "audience": "全体代表", "remark": "问讯电话 010-84901111"},
    {"key": "breakfast", "day": DAY, "starts": datetime(2019, 5, 6, 7), "ends": datetime(2019, 5, 6, 8, 20),
     "title": "早餐", "place": "一层中餐厅"},
    {"key": "opening", "day": DAY, "starts": datetime(2019, 5, 6, 9), "ends": datetime(2019, 5, 6, 11, 30),
     "title": "开幕大会", "detail": "听取市总工会第十三届委员会工作报告\n<b>表决</b>", "place": "会议中心报告厅",
     "audience": "全体代表、特邀代表、列席人员"},
    {"key": "groups", "day": DAY, "starts": datetime(2019, 5, 6, 14), "ends": datetime(2019, 5, 6, 17, 30),
     "title": "分组讨论", "place": "各代表团讨论地点（见附表）", "audience": "全体代表"},
    {"key": "presidium", "day": DAY, "starts": datetime(2019, 5, 6, 19, 30), "title": "主席团第二次会议"},
]  # fmt: skip
DELEGATIONS = [("dongcheng", "东城区代表团", "2号楼1层第3会议室"), ("jiaoyu", "教育代表团", "4号楼1层第20会议室")]
GUIDE = [
    {
        "key": "lunch",
        "category": "用餐",
        "title": "午餐",
        "note": "凭代表证用餐",
        "place": "一层中餐厅",
        "hours": "12:00-13:30",
    },
    {"key": "doctor", "category": "医疗", "title": "医务室", "place": "2号楼一层103室", "phone": "010-84901120"},
]
NEWS = [
    {"slug": "report", "title": "600余名代表报到", "column": "大会聚焦", "author": "新闻组",
     "published": datetime(2019, 5, 5, 15, 30), "summary": "扫码领取", "cover": "cover.png",
     "body": "<p>报到处开放。</p><table><tr><td>大堂A台</td></tr></table>"},
    {"slug": "rider", "title": "骑手站长<的>一天", "column": "代表风采", "author": "记者站",
     "published": datetime(2019, 5, 5, 20), "summary": "一天", "body": "<blockquote><p>管线</p></blockquote>"},
    {"slug": "later", "title": "还没到时间", "column": "大会聚焦", "published": datetime(2019, 5, 7, 8),
     "body": "<p>早</p>"},
]  # fmt: skip
PROGRAMMES = [
    {"key": "contest", "name": "职业技能竞赛", "summary": "分拣、派送", "quota": 60, "opens": date(2019, 5, 1),
     "closes": date(2019, 5, 20), "materials": "会员号", "audience": "快递员"},
    {"key": "winter", "name": "困难职工慰问", "opens": date(2020, 1, 1)},
]  # fmt: skip
