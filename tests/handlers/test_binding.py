"""Binding in a conversation, and one's own answers after it."""

from datetime import timedelta

import models
from congress import catalogue, followers, scans, scenes
from tests.handlers.phone import AT, Phone, told
from wechat.replies import Nothing
from wechat.sessions import Session

BOUND = (
    "绑定成功！您的代表证号是 BJ14-0086。\n"
    "现在可以问我“我的座位”“我的房间”“讨论地点”“我的乘车”“我的日程”，发“我的名片”看全部。\n"
    "如果这不是您的代表证，请马上联系会务人员。\n会务组电话：010-84901111"
)
WRONG = (
    "核对没有通过：代表证号和手机号后四位对不上。\n"
    "请再发一次，例如“BJ14-0000 1234”；一小时内最多五次。也可以扫代表证上您个人的二维码。\n会务组电话：010-84901111"
)
SEAT = "您的会场座位：4排2座\n\n发“我的名片”看全部，发“我的日程”看您要参加的会。"


def digits(badge: str = "BJ14-0086") -> str:
    return str(models.Delegate.get(models.Delegate.badge == badge).phone[-4:])


def bound() -> list[tuple[str, str]]:
    return [(row.badge, row.openid) for row in models.Binding.select().order_by(models.Binding.badge)]


def scan(phone: Phone, badge: str, event: str = "SCAN") -> str:
    scene = scenes.scene_string("delegate", badge)
    return told(phone.send("event", event=event, scene=scene, key=scene))


def test_a_guest_is_led_to_the_answer(phone: Phone) -> None:
    assert phone.say("我的座位").startswith("座位、房间、用餐、乘车等个人信息，只告诉代表本人。\n请先绑定身份")
    assert phone.session.state == "binding.badge"
    assert "GH14-Guest" in phone.say("WiFi密码")  # other questions are answered meanwhile
    assert phone.say("bj14 0086") == "请再发登记的手机号后四位，核对是您本人。\n不想绑定，发“取消”。"
    assert phone.say(digits()) == BOUND
    assert (bound(), phone.session.state, phone.session.data) == ([("BJ14-0086", "oPHONE")], "", ())
    assert phone.say("我的座位") == SEAT
    assert phone.say("绑定 BJ14-0086").startswith("您已经绑定代表证 BJ14-0086，不用再绑。")


def test_one_message_is_enough(phone: Phone) -> None:
    assert phone.say(f"绑定 BJ14-0086 {digits()}") == BOUND
    assert phone.say("绑定 BJ14-0002").startswith("您的微信已经绑定代表证 BJ14-0086，一个微信只能绑定一位代表")


def test_the_conversation_is_left(phone: Phone) -> None:
    phone.say("绑定")
    phone.say("BJ14-0086")
    assert phone.say("取消") == "好的，没有绑定。想绑定时，发“绑定”就行。"
    assert (phone.session, phone.say(digits()) == BOUND, bound()) == (Session(topic="personal"), False, [])


def test_five_tries_and_no_hint(phone: Phone) -> None:
    phone.say("绑定")
    tries = ["BJ14-0086 0000", "BJ14-9999 1234", "BJ14-0086 0001", "BJ14-0087 0000", "BJ14-0086 0002"]
    assert [phone.say(each) for each in tries] == [WRONG] * 5
    assert phone.say(f"BJ14-0086 {digits()}").startswith("核对的次数太多，为了安全先停一小时，也已经告诉工作人员。")
    assert [(row.kind, row.openid) for row in models.BindingFlag.select()] == [("locked_openid", "oPHONE")]
    assert phone.say(f"BJ14-0086 {digits()}", AT + timedelta(hours=1)) == BOUND


def test_a_badge_without_a_telephone(phone: Phone) -> None:
    models.Delegate.update(phone="").where(models.Delegate.badge == "BJ14-0086").execute()
    assert phone.say("BJ14-0086 1234").startswith("这个代表证没有登记手机号，不能这样核对。请带上身份证到报到处")


def test_the_personal_code_binds_and_is_counted_without_its_key(phone: Phone) -> None:
    assert scan(phone, "BJ14-0086", "subscribe") == BOUND
    other = Phone("oOTHER")
    assert scan(other, "BJ14-0086").startswith("这个代表证已经由另一个微信绑定，所以没有绑定，也已经告诉工作人员。")
    assert bound() == [("BJ14-0086", "oPHONE")]
    assert scans.counts() == (scans.Count("delegate", 1, 1),)
    assert [(row.kind, row.badge, row.openid) for row in models.BindingFlag.select()] == [
        ("taken", "BJ14-0086", "oOTHER")
    ]


def test_leaving_and_following_again(phone: Phone) -> None:
    scan(phone, "BJ14-0086")
    later = AT + timedelta(minutes=1)
    assert phone.send("event", later, event="unsubscribe") == Nothing()
    followers.turn(phone.openid, False, later)
    assert [row.follows for row in models.Binding.select()] == [False]
    assert scan(Phone("oOTHER"), "BJ14-0086").startswith("这个代表证已经由另一个微信绑定")
    phone.send("event", later, event="subscribe")
    followers.turn(phone.openid, True, later)
    assert ([row.follows for row in models.Binding.select()], phone.say("我的座位")) == ([True], SEAT)


def test_one_s_own_answers_in_full(phone: Phone) -> None:
    scan(phone, "BJ14-0086")
    row = models.Delegate.get(models.Delegate.badge == "BJ14-0086")
    group = models.Delegation.get(models.Delegation.name == row.delegation)
    more = "\n\n发“我的名片”看全部，发“我的日程”看您要参加的会。"
    place = f"您的代表团：{row.delegation}\n讨论地点：{group.room}\n"
    place += f"召集人：{group.convener}\n联络员电话：{group.phone}"
    assert phone.say("我的房间") == f"您的住宿房间：{row.room}{more}"
    assert phone.say("我的用餐") == f"您的用餐：{row.meal}{more}"
    assert phone.say("我的乘车") == f"您的乘车：{row.coach}{more}"
    for words in ("我的讨论地点", "讨论地点", "我们召集人的电话是多少"):
        group_room = phone.say(words)  # and when it meets next
        assert (group_room.startswith(f"{place}\n"), group_room.endswith(more)) == (True, True)
    card = phone.say("我的名片")
    assert card.startswith(f"{row.name}　{row.category}\n代表证号：BJ14-0086\n会场座位：4排2座\n")
    assert place in card
    agenda = phone.say("我的日程")
    assert agenda.startswith("您要参加的日程（正式代表）\n\n5月5日（周日）\n13:00—18:00　代表报到（已结束）\n")
    assert ["主席团第一次会议" in agenda, "召集人会议" in agenda, "大会选举" in agenda] == [False, False, True]
    assert f"\n您的讨论地点：{group.room}\n" in agenda
    tomorrow = phone.say("我明天的日程")
    assert tomorrow.startswith("您要参加的日程（正式代表）\n\n5月7日（周二）\n")
    assert ["大会选举" in tomorrow, "主席团第三次会议" in tomorrow, "开幕大会" in tomorrow] == [True, False, False]
    assert phone.say("老伴坐哪").startswith("抱歉，为保护隐私，个人信息只告诉本人")


def test_who_was_taken_off_the_roster_hears_nothing(phone: Phone) -> None:
    scan(phone, "BJ14-0086")
    models.Delegate.update(withdrawn=True).where(models.Delegate.badge == "BJ14-0086").execute()
    models.Revision.raise_()
    catalogue.expire()
    assert phone.say("我的座位") == "名册里现在没有您的代表证，请联系会务人员核对。\n会务组电话：010-84901111"
