"""From a hand-over, or the desk of staff, through the sender to the answer of a signed push."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import redis

import background
import config
import handover
from clock import BEIJING
from commands.load import KINDS
from congress import binding, binding_desk, binding_flags, binding_history, scenes
from congress.notices import changes, grants, ledger, outbox
from handover.kinds import Told
from sending.delivery import Delivery
from tests.handover.conftest import workbook
from tests.sending import fakes
from tests.sending.fakes import Bureau
from tests.web.test_binding import Door
from wechat.contacts import Contacts

AT = datetime(2019, 5, 6, 8, 50, tzinfo=BEIJING)  # pushes come at nine
GRACE = timedelta(seconds=20)
ONE, TWO, THREE, FOUR, OTHER = (f"oATTHEDOOR000000000000000000{number}" for number in range(1, 6))
ROSTER = [
    ["代表证号", "姓名", "类别", "代表团", "手机"],
    *([f"A-00{number}", f"甲{sign}", "正式代表", "东区代表团", f"1990000111{number}"]
      for number, sign in enumerate("一二三四", 1)),
    ["A-005", "甲五", "正式代表", "西区代表团", "19900001115"],
]  # fmt: skip
SCHEDULE = [
    ["会议日程（2019年5月6日—5月7日）"],
    ["日期", "时间", "内容", "地点"],
    ["5月6日", "14:00—17:00", "分组讨论", "各代表团讨论地点（见附表）"],
]
ROOM = (
    "【讨论地点变动】东区代表团的讨论地点改为 1号楼5层大会议室（原 2号楼1层第3会议室）\n"
    "发“我的讨论地点”看最新安排。"
)  # fmt: skip
LOST = (
    "【绑定变动】会务组已把您绑定的代表证改到另一个微信上。\n"
    "如果不是您要求的，请带上身份证和代表证，到报到处或会务组核对。"
)
BACK = "【绑定变动】会务组已撤销改动，代表证又绑定在您的这个微信上，可以照常使用。"
VALUES = {"thing1": "东区代表团讨论", "time2": "2019年5月6日 14:00"}


@pytest.fixture
def settings(database_url: str, redis_url: str, tmp_path: Path) -> config.Settings:
    """Of a product on empty stores."""
    redis.Redis.from_url(redis_url).flushdb()
    return config.load(
        data_dir=tmp_path, database_url=database_url, redis_url=redis_url, public_url="", clock="", wechat_modes="plain"
    )


@pytest.fixture
def load(settings: config.Settings, tmp_path: Path) -> Callable[..., tuple[Told, ...]]:
    """Hand over with the room of the eastern delegation; what will be told."""
    workbook(tmp_path / "in" / "1日程.xlsx", {"日程": SCHEDULE})
    workbook(tmp_path / "in" / "2名册.xlsx", {"名册": ROSTER})

    def run(room: str, at: datetime = AT) -> tuple[Told, ...]:
        rows = [["东区代表团", room, "甲召集", "19900002221"], ["西区代表团", "4号楼", "", ""]]
        workbook(tmp_path / "in" / "3附表.xlsx", {"附表": [["代表团", "讨论地点", "召集人", "联络员电话"], *rows]})
        report = handover.load(tmp_path / "in", KINDS, media=tmp_path / "media", at=at, grace=GRACE)
        return changes.released(report.told, at, GRACE).told

    run("2号楼1层第3会议室")
    return run


@pytest.fixture
def door(settings: config.Settings, load: object) -> Door:
    """The product behind its webhook."""
    return Door(settings)


class Sender(Bureau):
    """The sender with the configured templates and what the message path put on record, at a time."""

    def __init__(self, settings: config.Settings, at: datetime) -> None:
        self._means = background.means_of(settings)
        super().__init__()
        self.windows = Contacts(redis.Redis.from_url(settings.redis))  # type: ignore[assignment]
        self.time.now = at
        self.delivery = Delivery(self.platform, self.windows, self.limit, self._means, self.time)


def bound(openid: str, badge: str) -> None:
    """Somebody is bound who has not written since."""
    fakes.followers(openid)
    binding.by_key(openid, scenes.scene_string("delegate", badge).partition("_")[2], AT, f"k:{openid}:{badge}")


def test_a_new_room_by_all_four_ways(
    settings: config.Settings, load: Callable[..., tuple[Told, ...]], door: Door
) -> None:
    for openid, badge in ((ONE, "A-001"), (TWO, "A-002"), (THREE, "A-003"), (OTHER, "A-005")):
        bound(openid, badge)
    grants.accept(ONE, settings.notice_subscriptions["change"].id, AT, "k1")
    assert door.scan(FOUR, scenes.scene_string("delegate", "A-004"), "subscribe").startswith("绑定成功")
    (told,) = load("1号楼5层大会议室")
    assert (told.words, told.people) == (ROOM, 4)
    first = Sender(settings, AT + timedelta(minutes=11))  # the fourth one wrote at nine: that window is open
    first.run()
    note = {"thing4": "1号楼5层大会议室", "thing5": "地点有变，原2号楼1层第3会议室"}
    template = settings.notice_templates["change"].id
    me = f"{settings.web_url}/me"
    sent = sorted(each[:4] for each in first.platform.sent)
    assert sent == [
        ("service", FOUR, ROOM),
        ("subscription", ONE, settings.notice_subscriptions["change"].id, VALUES | {"thing3": "1号楼5层大会议室"}),
        ("template", TWO, template, VALUES | {"time3": VALUES["time2"]} | note),
        ("template", THREE, template, VALUES | {"time3": VALUES["time2"]} | note),
    ]  # fmt: skip
    assert {each[-1] for each in first.platform.sent if each[0] != "service"} == {me}
    # The same without templates: above the next answer.
    plain = settings.model_copy(update={"notice_subscriptions": {}, "notice_templates": {}})
    load("2号楼1层第3会议室", AT + timedelta(minutes=1))
    back = Sender(plain, AT + timedelta(minutes=2))
    back.run()
    assert ledger.waiting(TWO)
    words = ROOM.replace("1号楼5层大会议室（原 2号楼1层第3会议室）", "2号楼1层第3会议室（原 1号楼5层大会议室）")
    answer = door.say(TWO, "我的座位")
    assert (answer.startswith(f"{words}\n\n"), "座位" in answer) == (True, True)
    assert [words in door.say(TWO, "我的座位"), "变动" in door.say(OTHER, "我的座位")] == [False, False]


def test_who_lost_the_badge_reads_it_above_the_next_answer(settings: config.Settings, door: Door) -> None:
    bound(ONE, "A-001")
    bound(OTHER, "A-005")
    assert door.scan(TWO, scenes.scene_string("delegate", "A-001"), "subscribe").startswith("这个代表证已经由另一个")
    binding_desk.move(binding_flags.flags()[0].number, "换了手机", "Li", AT)
    Sender(settings, AT + timedelta(minutes=2)).run()
    (notice,) = outbox.notices()
    shown = f"{notice.words}{notice.title}{notice.details}{notice.mark}{notice.audience}"
    assert [each for each in (ONE, TWO, "A-001", "甲一", "1111") if each in shown] == []
    assert "绑定变动" not in door.say(TWO, "帮助") + door.say(OTHER, "帮助")
    answer = door.say(ONE, "我的座位")
    assert (answer.startswith(f"{LOST}\n\n"), "只告诉代表本人" in answer) == (True, True)
    assert LOST in door.say(ONE, "通知")
    number = binding_history.changes("A-001")[0].number
    binding_history.restore(number, "Li", AT + timedelta(minutes=3))
    sender = Sender(settings, AT + timedelta(minutes=5))  # both have written meanwhile: their windows are open
    sender.run()
    assert sorted(sender.platform.sent) == [("service", ONE, BACK), ("service", TWO, LOST)]
    assert ["绑定变动" in door.say(openid, "帮助") for openid in (ONE, TWO, OTHER)] == [False] * 3
    assert door.say(ONE, "我的座位").startswith("您的会场座位")
    assert door.say(ONE, "通知").index(BACK) < door.say(ONE, "通知").index(LOST)


def test_a_move_that_is_undone_at_once_leaves_no_trace_in_the_chat(settings: config.Settings, door: Door) -> None:
    bound(ONE, "A-001")
    door.scan(TWO, scenes.scene_string("delegate", "A-001"), "subscribe")
    binding_desk.move(binding_flags.flags()[0].number, "弄错了", "Li", AT)
    binding_history.restore(binding_history.changes("A-001")[0].number, "Li", AT + timedelta(seconds=30))
    sender = Sender(settings, AT + timedelta(minutes=5))
    sender.run()
    assert sender.platform.sent == []
    said = [door.say(openid, text) for openid in (ONE, TWO) for text in ("帮助", "通知", "我的座位")]
    assert [each for each in said if "绑定变动" in each] == []
