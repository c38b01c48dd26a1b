"""Guide, questions, news, rooms, services and the words around them."""

import pytest

from menus import keys
from tests.handlers.phone import Phone, on, told
from wechat.replies import Cards


def test_a_guide_entry_puts_first_what_was_asked(phone: Phone) -> None:
    words = phone.say("医务室电话")
    assert words == (
        "电话：010-84901120 · 医务室\n时间：24小时\n地点：2号楼一层103室\n值班医生24小时在岗，备有常用药品和急救设备。"
    )


def test_the_schedules_own_time_comes_with_a_meal(phone: Phone) -> None:
    words = phone.say("晚饭几点", on("05-06 12:00"))
    assert words.startswith("今天 5月6日（周一） 17:45—19:00 · 晚餐\n平时：17:30-19:00\n")


def test_buttons_of_the_guide(phone: Phone) -> None:
    meals = told(phone.tap(keys.MEALS))
    assert [each in meals for each in ("【早餐】", "【退房】", "【停车】")] == [True, True, False]
    everything = told(phone.tap(keys.GUIDE))
    assert "【用餐】早餐、午餐、晚餐、清真餐" in everything
    assert "【医务室】" in told(phone.tap(keys.MEDICAL))


def test_a_question_is_answered_in_staffs_words(phone: Phone) -> None:
    assert phone.say("WiFi密码是多少") == "WiFi名称 GH14-Guest，密码 laodong14。"


def test_news_after_a_tap_are_several_cards(phone: Phone) -> None:
    reply = phone.tap(keys.FOCUS, on("05-06 10:00"))
    assert isinstance(reply, Cards)
    assert [article.title for article in reply.articles] == [
        "开幕大会6日上午9时举行", "市总工会融媒体中心首次亮相", "600余名代表报到 扫码领取“信息小助手”",
    ]  # fmt: skip
    assert reply.articles[0].url.startswith("/pages.article/")


def test_news_after_a_text_are_one_card_with_the_other_headlines(phone: Phone) -> None:
    reply = phone.send("text", on("05-06 10:00"), text="大会聚焦")
    assert isinstance(reply, Cards)
    assert len(reply.articles) == 1
    assert "还有：\n· 市总工会融媒体中心首次亮相\n" in reply.articles[0].description


def test_news_before_their_time_are_not_shown(phone: Phone) -> None:
    assert "守夜人" not in phone.say("守夜人那篇写的啥", on("05-05 10:00"))
    assert phone.say("有什么新闻", on("05-01 10:00")).startswith("还没有文章，稍后再来看看。")


def test_a_column_without_articles_says_so_and_offers_the_newest(phone: Phone) -> None:
    newest = '· <a href="/pages.article/ban-che-yu-yong-can-an-pai">班车与用餐安排</a>\n'
    for reply in (phone.tap(keys.FOCUS, on("05-05 12:30")), phone.send("text", on("05-05 12:30"), text="大会聚焦")):
        assert told(reply).startswith("“大会聚焦”栏目还没有文章，先看看最新消息：\n")
        assert newest in told(reply)
    scene = "column_focus"
    assert newest in told(phone.send("event", on("05-05 12:30"), event="SCAN", scene=scene, key=scene))
    assert told(phone.tap(keys.FOCUS, on("05-01 10:00"))).startswith("“大会聚焦”栏目还没有文章，稍后再来看看。")


def test_a_delegations_room_and_when_it_is_used(phone: Phone) -> None:
    assert phone.say("平谷团在哪讨论", on("05-06 13:00")) == (
        "讨论地点：3号楼2层第16会议室 · 平谷区代表团\n召集人：平谷区总工会主席\n今天 5月6日（周一） 14:00—17:30\n"
        "　　分组讨论：审议工作报告、财务工作报告和经审工作报告\n明天 5月7日（周二） 9:00—10:30\n　　分组酝酿候选人名单"
    )


def test_a_service_tells_whether_it_is_open(phone: Phone) -> None:
    name = " · 困难职工子女助学（金秋助学）\n"
    assert phone.say("金秋助学", on("06-05 09:00")).startswith(f"报名中（5月1日至9月10日）{name}")
    assert phone.say("金秋助学", on("10-05 09:00")).startswith(f"报名已截止（5月1日至9月10日）{name}")
    assert phone.say("金秋助学", on("04-05 09:00")).startswith(f"报名尚未开始（5月1日至9月10日）{name}")


def test_nobodys_data_is_told(phone: Phone) -> None:
    assert phone.say("我坐哪").startswith("座位、房间、用餐、乘车等个人信息，只告诉代表本人。\n请先绑定身份")
    refusal = phone.say("孔艳兰的手机号")
    assert refusal.startswith("抱歉，为保护隐私")
    assert ("孔艳兰" in refusal, "199" in refusal) == (False, False)


def test_the_unknown_is_said_to_be_unknown_and_not_echoed(phone: Phone) -> None:
    words = phone.say("比特币还能买吗")
    assert words.startswith("抱歉，这个我还不知道")
    assert "会务组电话：010-84901111" in words
    assert "比特币" not in words


def test_what_is_near_is_said_to_be_only_near(phone: Phone) -> None:
    words = phone.say("机器人大赛几点", on("05-06 10:00"))
    assert words.startswith("抱歉，没有找到完全对应的内容。最接近的是：\n\n报名中（5月1日至5月20日） · 职业技能竞赛")


def test_an_answer_that_is_only_near_stands_below_its_question(phone: Phone) -> None:
    words = phone.say("房卡丢了", on("05-05 14:00"))
    assert words.startswith(
        "抱歉，没有找到完全对应的内容。最接近的是：\n\n“代表证丢了怎么办”\n请立即到会议中心一层101室"
    )


def test_whether_something_can_still_be_done_is_told_by_its_hours(phone: Phone) -> None:
    assert phone.say("提案还能交吗", on("05-06 16:00")).startswith("现在开放，17:30结束 · 提案征集\n")
    assert phone.say("提案还能交吗", on("05-06 18:00")).startswith("提案征集已结束（5月5日13:00—5月6日17:30）\n")


def test_no_question_costs_the_session(phone: Phone) -> None:
    phone.say("延庆团讨论地点")
    phone.say("比特币还能买吗")
    assert "第16会议室" in phone.say("平谷的呢")


def test_many_entries_are_told_briefly_and_what_is_over_last(phone: Phone) -> None:
    assert phone.say("班车几点", on("05-06 12:00")) == (
        "时间：5月6日18:50发车 · 演出班车\n地点：各驻地楼前\n\n时间：5月7日17:30 · 离会班车\n地点：驻地各楼前\n\n"
        "接站班车已结束（5月5日12:00-17:40）\n地点：关庄站B口"
    )
    assert phone.say("班车几点", on("05-05 12:00")).startswith(
        "时间：5月5日12:00-17:40 · 接站班车\n地点：关庄站B口\n\n"
    )


def test_whether_something_is_open_now(phone: Phone) -> None:
    asked = "餐厅现在还开着吗"
    first = {
        at: phone.say(asked, on(f"05-06 {at}")).split("\n")[0] for at in ("06:00", "08:00", "12:30", "15:00", "18:00")
    }
    assert first == {
        "06:00": "现在没有开放，7:00开始 · 早餐", "08:00": "现在开放，8:20结束 · 早餐",
        "12:30": "现在开放，13:30结束 · 午餐", "15:00": "现在没有开放，17:45开始 · 晚餐",
        "18:00": "现在开放，19:00结束 · 晚餐",
    }  # fmt: skip
    assert phone.say("医务室现在开着吗", on("05-06 03:00")).startswith("现在开放（24小时） · 医务室\n")
    assert phone.say("会务组还有人吗", on("05-06 22:00")).startswith("今天已结束（7:00-22:00） · 会务组\n")


def test_the_answer_to_a_question_that_asks_something_else_is_not_given(phone: Phone) -> None:
    assert phone.say("着装打什么电话").startswith("电话：资料里没有写\n会务组电话：010-84901111\n")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("你是真人还是机器", "我是自动回复的小助手，不是真人，按大会资料回答问题。"),
        ("跟我聊天的是人还是机器啊", "我是自动回复的小助手，不是真人，按大会资料回答问题。"),
        ("are you a real person?", "I am an automatic assistant, not a person; I answer from the congress's data."),
    ],
)
def test_whoever_asks_is_told_first_that_nobody_sits_here(phone: Phone, text: str, first: str) -> None:
    answer = phone.say(text)
    assert (answer.splitlines()[0], "010-84901111" in answer) == (first, True)
