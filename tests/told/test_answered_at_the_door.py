"""A question that nobody could answer: from the signed push over the console and the sender to the next push."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from flask.testing import FlaskClient

import background
import config
import handover
import models
from commands.load import KINDS
from congress import unanswered
from sending.delivery import Delivery
from tests.console import signed_in
from tests.handover.conftest import workbook
from tests.sending import fakes
from tests.sending.fakes import Bureau
from tests.web.test_binding import Door
from wechat.contacts import Contacts

ONE, TWO, THREE = (f"oASKS000000000000000000000000{number}" for number in range(1, 4))
REPLY = "地下二层有自行车打气筒，找保安借。"
TOLD = f"您之前问“哪里可以给自行车打气”，答复来了：\n{REPLY}"


@pytest.fixture
def settings(database_url: str, redis_url: str, tmp_path: Path) -> config.Settings:
    """Of a product on empty stores, with one question of the organisers' that was loaded."""
    redis.Redis.from_url(redis_url).flushdb()
    workbook(tmp_path / "in" / "问答.xlsx", {"问答": [["问题", "答案"], ["早餐几点", "七点。"]]})
    handover.load(tmp_path / "in", KINDS, media=tmp_path / "media", at=fakes.AT)
    return config.load(
        data_dir=tmp_path, database_url=database_url, redis_url=redis_url, public_url="",
        clock="2019-05-06T09:30+08:00", wechat_modes="plain",
    )  # fmt: skip


@pytest.fixture
def door(settings: config.Settings) -> Door:
    """The product behind its webhook."""
    return Door(settings)


@pytest.fixture
def office(door: Door) -> FlaskClient:
    """The console of the same product."""
    client = signed_in(door.client.application, "office")
    client.environ_base["HTTP_HOST"] = "localhost"
    return client


@pytest.fixture
def sender(settings: config.Settings) -> Bureau:
    """What sends, with the real record of who was in touch, a minute after staff answered."""
    bureau = Bureau()
    contacts = Contacts(redis.Redis.from_url(settings.redis))
    bureau.time.now = bureau.time.now.replace(hour=9, minute=40)
    bureau.delivery = Delivery(
        bureau.platform, contacts, bureau.limit, background.means_of(settings), bureau.time
    )  # fmt: skip
    return bureau


def hidden(page: str) -> dict[str, str]:
    """What the form of a page carries."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    return found | dict(re.findall(r'<textarea name="(\w+)" hidden>([^<]*)</textarea>', page))


def test_from_the_question_to_the_answer(door: Door, office: FlaskClient, sender: Bureau) -> None:
    for openid, text in ((ONE, "哪里可以给自行车打气"), (TWO, "自行车打气在哪"), (THREE, "合唱团招人吗")):
        assert door.say(openid, text).startswith("抱歉，这个我还不知道")
    assert "3 条提问没有答上" in office.get("/console/").text
    board = office.get("/console/unanswered").text
    assert "共 2 个问题，3 条提问" in board
    group = next(each for each in unanswered.groups() if each.people == 2)
    page = f"/console/unanswered/{group.number}"
    form = {"numbers": ",".join(map(str, group.numbers)), "text": REPLY, "kind": "faq", "question": group.likeliest,
            "wording": [text for text, _ in group.wordings], "tell": "1"}  # fmt: skip
    preview = office.post(f"{page}/preview", data=form)
    assert preview.status_code == 200
    assert TOLD in preview.text
    assert "<strong>2 人</strong>" in preview.text
    given = office.post(f"{page}/answer", data={**form, "form": hidden(preview.text)["form"]}, follow_redirects=True)
    assert "已答复。从现在起，这样问的人马上得到这个答复；问过的人半分钟后开始收到" in given.text
    # The very next message, though this process looked at the content a moment ago.
    assert door.say(THREE, "请问哪里可以给自行车打气？") == REPLY
    assert door.say(THREE, "自行车打气在哪") == REPLY
    sender.run()
    assert sorted(sender.platform.sent) == [("service", ONE, TOLD), ("service", TWO, TOLD)]
    sender.run()
    assert len(sender.platform.sent) == 2
    assert "1 条提问没有答上" in office.get("/console/").text
    taken = office.post(given.request.path + "/withdraw", follow_redirects=True)
    assert "2 条提问回到“待答”" in taken.text
    assert door.say(THREE, "自行车打气在哪").startswith("抱歉，这个我还不知道")


def test_who_asked_too_long_ago_is_left_in_peace(door: Door, office: FlaskClient, sender: Bureau) -> None:
    door.say(ONE, "哪里可以给自行车打气")
    [group] = unanswered.groups()
    form = {"numbers": str(group.number), "text": REPLY, "kind": "faq", "question": group.likeliest, "tell": "1",
            "form": "f1"}  # fmt: skip
    office.post(f"/console/unanswered/{group.number}/answer", data=form)
    sender.time.now = group.newest + timedelta(hours=48, seconds=1)
    models.Notice.update(expires=None).execute()
    sender.run()
    assert (sender.platform.sent, fakes.ledger()) == ([], [(ONE, "gone", "", "window")])
    assert door.say(ONE, "在吗") != ""  # and no banner stands above the next answer
