"""The organisers' own files: every repair, doubt and refusal in them."""

from datetime import datetime
from pathlib import Path

import pytest

import handover
import models
from commands.load import KINDS
from handover.notes import Verdict
from tests.handover.conftest import AT, told


@pytest.fixture
def report(database_url: str, demo: Path, media: Path) -> handover.Report:
    """The demo congress, loaded once."""
    return handover.load(demo, KINDS, media=media, at=AT)


def test_the_whole_report(report: handover.Report, demo: Path, media: Path) -> None:
    files = {file.source: dict(file.counts()) for file in report.files}
    assert files == {
        "代表名册.xlsx": {"added": 621, "corrected": 249, "dropped": 1, "doubtful": 5, "refused": 1, "skipped": 2},
        "大会日程.xlsx": {"added": 44, "corrected": 5, "skipped": 3},
        "工会服务项目.xlsx": {"added": 8},
        "常见问题.xlsx": {"added": 16},
        "暖心驿站.xlsx": {"added": 10_000, "corrected": 1, "dropped": 2},
        "服务指南.xlsx": {"added": 24},
        "稿件/代表风采-热力管线上的守夜人.md": {"added": 1},
        "稿件/代表风采-骑手站长的一天.docx": {"added": 1},
        "稿件/大会服务-班车与用餐安排.md": {"added": 1},
        "稿件/大会聚焦-600余名代表报到.docx": {"added": 1},
        "稿件/大会聚焦-开幕大会6日上午举行.md": {"added": 1},
        "稿件/大会聚焦-融媒体中心亮相.docx": {"added": 1},
        "稿件/工会动态-职工之家和暖心驿站超过一万家.md": {"added": 1},
        "问答样例.jsonl": {"skipped": 1},
        "问答样例.md": {"skipped": 1},
    }
    by_source = {file.source: file for file in report.files}
    roster = by_source["代表名册.xlsx"]
    codes = [note.code for note in roster.of(Verdict.CORRECTED)]
    assert {code: codes.count(code) for code in codes} == {
        "name_space": 81, "phone_written": 79, "phone_number": 56, "seat_written": 33,
    }  # fmt: skip
    assert [note for note in told(roster) if note[0] != "corrected"] == [
        ("skipped", "line_title", 1, ""),
        ("doubtful", "phone_missing", 54, "史*"), ("doubtful", "phone_missing", 345, "周**"),
        ("doubtful", "phone_missing", 442, "李**"), ("doubtful", "phone_missing", 539, "余**"),
        ("dropped", "phone_bad", 625, "赵**"), ("doubtful", "seat_shared", 625, "赵**"),
        ("refused", "row_conflict", 624, "白*"), ("skipped", "line_total_right", 626, ""),
    ]  # fmt: skip
    assert told(by_source["大会日程.xlsx"]) == [
        ("skipped", "line_title", 1, ""), ("skipped", "line_title", 2, ""),
        ("corrected", "time_written", 10, "集合入场"), ("corrected", "time_written", 11, "开幕大会"),
        ("corrected", "time_twelve_hour", 13, "分组讨论：审议工作报告、财务工作报告和经审工作报告"),
        ("corrected", "time_twelve_hour", 15, "“中国梦·劳动美”职工文艺演出"),
        ("corrected", "time_written", 16, "主席团第二次会议"), ("skipped", "line_note", 25, ""),
    ]  # fmt: skip
    assert told(by_source["暖心驿站.xlsx"]) == [
        ("corrected", "coordinates_swapped", 1236, "朝阳工地暖心驿站78号"),
        ("dropped", "coordinates_missing", 4323, "西城市场暖心驿站271号"),
        ("dropped", "coordinates_zero", 7779, "西城快递外卖暖心驿站487号"),
    ]  # fmt: skip
    again = handover.load(demo, KINDS, media=media, at=AT)
    assert (again.changed, again.counts()["kept"], again.revision) == (False, 10_720, report.revision)


def test_what_the_tables_hold(report: handover.Report, media: Path) -> None:
    assert report.counts()["added"] == 10_720
    item = models.AgendaItem
    assert list(item.select(item.key, item.starts, item.ends).order_by(item.position).tuples()) == [
        ("0505-daibiaobaodao", datetime(2019, 5, 5, 13), datetime(2019, 5, 5, 18)),
        ("0505-gedaibiaotuanzhaojirenhuiyi", datetime(2019, 5, 5, 16), datetime(2019, 5, 5, 17)),
        ("0505-wancan", datetime(2019, 5, 5, 17, 30), datetime(2019, 5, 5, 19)),
        ("0505-yubeihuiyi", datetime(2019, 5, 5, 19, 30), datetime(2019, 5, 5, 20, 20)),
        ("0505-zhuxituandiyicihuiyi", datetime(2019, 5, 5, 20, 40), None),
        ("0506-zaocan", datetime(2019, 5, 6, 7), datetime(2019, 5, 6, 8, 20)),
        ("0506-jiheruchang", datetime(2019, 5, 6, 8, 40), None),
        ("0506-kaimudahui", datetime(2019, 5, 6, 9), datetime(2019, 5, 6, 11, 30)),
        ("0506-wucan", datetime(2019, 5, 6, 12), datetime(2019, 5, 6, 13, 30)),
        ("0506-fenzutaolunshenyigongzuobaogaocaiwugongzuob", datetime(2019, 5, 6, 14), datetime(2019, 5, 6, 17, 30)),
        ("0506-wancan", datetime(2019, 5, 6, 17, 45), datetime(2019, 5, 6, 19)),
        ("0506-zhongguomenglaodongmeizhigongwenyiyanchu", datetime(2019, 5, 6, 19, 30), datetime(2019, 5, 6, 21)),
        ("0506-zhuxituandiercihuiyi", datetime(2019, 5, 6, 19, 30), None),
        ("0507-zaocan", datetime(2019, 5, 7, 7), datetime(2019, 5, 7, 8, 20)),
        ("0507-fenzuyunnianghouxuanrenmingdan", datetime(2019, 5, 7, 9), datetime(2019, 5, 7, 10, 30)),
        ("0507-zhuxituandisancihuiyi", datetime(2019, 5, 7, 10, 45), datetime(2019, 5, 7, 11, 30)),
        ("0507-wucan", datetime(2019, 5, 7, 12), datetime(2019, 5, 7, 13, 30)),
        ("0507-dahuixuanju", datetime(2019, 5, 7, 14), datetime(2019, 5, 7, 15, 30)),
        ("0507-bimudahui", datetime(2019, 5, 7, 16), datetime(2019, 5, 7, 17)),
        ("0507-daibiaolihui", datetime(2019, 5, 7, 17, 30), None),
    ]
    opening = item.get(key="0506-kaimudahui")
    assert (opening.title, opening.detail) == ("开幕大会", "听取市总工会第十三届委员会工作报告")
    person = models.Delegate.get(badge="BJ14-0001")
    assert (person.name, person.phone, person.seat, person.room) == ("孔艳兰", "19900000000", "1排1座", "3号楼201")
    assert models.Delegate.get(badge="BJ14-0621").phone == ""
    assert models.Delegate.get(badge="BJ14-0033").post == "通州区总工会驾驶员"
    assert models.Delegation.get(name="东城区代表团").key == "dongchengqu"
    swapped = models.Station.get(code="NX01235")
    assert (swapped.longitude, swapped.latitude, swapped.located) == (116.400172, 39.991701, True)
    assert models.Station.select().where(~models.Station.located).count() == 2
    news = models.NewsItem
    covers = {row.cover for row in news.select() if row.cover}
    assert {path.name for path in media.iterdir()} == covers
    assert list(news.select(news.column, news.published, news.slug).order_by(news.published).tuples()) == [
        ("工会动态", datetime(2019, 5, 4, 9), "zhi-gong-zhi-jia-he-nuan-xin-yi-zhan-chao-guo-1-wan-jia"),
        ("大会服务", datetime(2019, 5, 5, 12), "ban-che-yu-yong-can-an-pai"),
        ("大会聚焦", datetime(2019, 5, 5, 15, 30), "600-yu-ming-dai-biao-bao-dao-sao-ma-ling-qu-xin-xi-xiao-zhu-shou"),
        ("大会聚焦", datetime(2019, 5, 5, 18), "shi-zong-gong-hui-rong-mei-ti-zhong-xin-shou-ci-liang-xiang"),
        ("代表风采", datetime(2019, 5, 5, 20), "qi-shou-zhan-zhang-de-yi-tian-shi-li"),
        ("大会聚焦", datetime(2019, 5, 6, 7), "kai-mu-da-hui-6-ri-shang-wu-9-shi-ju-xing"),
        ("代表风采", datetime(2019, 5, 6, 12, 10), "re-li-guan-xian-shang-de-shou-ye-ren-shi-li"),
    ]
