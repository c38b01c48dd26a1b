"""The schedule as the account tells it."""

import models
from congress import agenda, catalogue
from menus import keys
from tests.handlers.phone import Phone, on, told
from wechat.sessions import Session


def test_a_tap_tells_the_day(phone: Phone) -> None:
    assert told(phone.tap(keys.TODAY, on("05-05 12:30"))) == (
        "今天 5月5日（周日）日程\n"
        "13:00—18:00　代表报到\n　　会议中心一层大堂报到处\n"
        "16:00—17:00　各代表团召集人会议\n　　第一会议室\n"
        "17:30—19:00　晚餐\n　　一层中餐厅\n"
        "19:30—20:20　预备会议\n　　会议中心报告厅\n"
        "20:40起　主席团第一次会议\n　　第二会议室\n"
        '\n<a href="/pages.agenda">查看全部日程</a>'
    )
    day = on("05-05 12:30").date()
    listed = tuple(f"agenda:{item.key}" for item in agenda.on_day(day))
    assert phone.session == Session(topic="agenda", day=day, listed=listed)


def test_past_and_present_items_are_marked(phone: Phone) -> None:
    told_now = told(phone.tap(keys.NOW, on("05-06 10:00")))
    assert told_now.startswith("正在进行：开幕大会，11:30结束\n　　会议中心报告厅\n\n接下来：\n12:00—13:30　午餐\n")
    assert "8:40起　集合入场（已结束）" in phone.say("今天上午有什么会", on("05-06 10:00"))


def test_a_start_without_an_end_is_over_when_the_next_item_starts(phone: Phone) -> None:
    before, after = (told(phone.tap(keys.NOW, on(at))) for at in ("05-06 08:59", "05-06 09:00"))
    assert before.startswith("正在进行：集合入场，8:40开始\n")
    assert "集合入场" not in after
    side_by_side = told(phone.tap(keys.NOW, on("05-06 20:00")))
    assert ("文艺演出，21:00结束\n" in side_by_side, "主席团第二次会议，19:30开始\n" in side_by_side) == (True, True)
    assert "主席团第二次会议" not in told(phone.tap(keys.NOW, on("05-06 20:30"))).split("接下来")[0]


def test_a_day_without_items(phone: Phone) -> None:
    assert told(phone.tap(keys.TODAY, on("05-20 09:00"))) == (
        "今天 5月20日（周一）没有大会日程。\n大会日程在5月5日（周日）至5月7日（周二）。\n\n"
        '<a href="/pages.agenda">查看全部日程</a>'
    )


def test_after_the_last_item_nothing_follows(phone: Phone) -> None:
    assert told(phone.tap(keys.NOW, on("05-09 09:00"))).startswith("现在没有正在进行的议程。\n大会日程已全部结束")


def test_one_item(phone: Phone) -> None:
    words = phone.say("闭幕大会在哪", on("05-07 09:00"))
    key = phone.session.item.removeprefix("agenda:")
    assert words == (
        "地点：会议中心报告厅 · 闭幕大会\n时间：今天 5月7日（周二） 16:00—17:00\n"
        f'提示：奏《国际歌》\n\n<a href="/pages.item/{key}">查看详情</a>'
    )


def test_follow_ups_keep_day_and_item(phone: Phone) -> None:
    assert "开幕大会" in phone.say("明天上午有什么会", on("05-05 12:30"))
    afternoon = phone.say("那下午呢", on("05-05 12:31"))
    assert ("分组讨论" in afternoon, "开幕大会" in afternoon) == (True, False)
    assert phone.say("预备会议几点", on("05-05 12:32")).startswith("今天 5月5日（周日） 19:30—20:20 · 预备会议\n")
    assert phone.say("在哪", on("05-05 12:33")).startswith("地点：会议中心报告厅 · 预备会议\n")


def test_a_tap_tells_the_minute_and_the_content_as_they_are(phone: Phone) -> None:
    before = told(phone.tap(keys.NOW, on("05-06 08:59")))
    assert before == told(phone.tap(keys.NOW, on("05-06 08:59")))
    assert "正在进行：开幕大会，" in told(phone.tap(keys.NOW, on("05-06 09:00")))
    models.AgendaItem.update(title="开幕式").where(models.AgendaItem.title == "开幕大会").execute()
    models.Revision.raise_()
    catalogue.expire()
    assert "正在进行：开幕式，" in told(phone.tap(keys.NOW, on("05-06 09:00")))


def test_what_is_asked_of_several_days_is_told_to_who_asks_it(phone: Phone) -> None:
    catalogue.expire()
    at = on("05-05 12:30")
    asked = "6号到7号的会要带什么材料", "6号到7号的会要交钱吗", "6号到7号有什么会"
    need, cost, plain = (phone.say(text, at) for text in asked)
    assert ("　　提示：凭代表证入场，手机调至静音\n" in need, "提示" in plain) == (True, False)
    assert (cost.startswith("费用：资料里没有写\n"), plain.startswith("明天 5月6日")) == (True, True)


def test_a_day_that_there_is_not(phone: Phone) -> None:
    days = "大会日程在5月5日（周日）至5月7日（周二）。"
    link = '<a href="/pages.agenda">查看全部日程</a>'
    assert phone.say("2月30号有什么会") == f"没有“2月30号”这一天。\n{days}\n\n{link}"
    assert phone.say("今天25点开什么会") == f"没有“25点”这个时间。\n{days}\n\n{link}"
    assert phone.say("六月有什么会") == f"大会资料里没有六月的日程。\n{days}\n\n{link}"
    assert phone.say("闭幕大会是5月45号吗").startswith(f"没有“5月45号”这一天。\n{days}\n\n明天 5月7日（周二） 16:00")
    assert phone.say("5月20号选举吗").startswith(
        f"5月20日（周一）没有大会日程。\n{days}\n\n明天 5月7日（周二） 14:00—15:30 · 大会选举"
    )
    assert phone.say("what's on may 32").startswith(
        "There is no such day as “may 32”.\nThe congress runs from Sun 5 May"
    )


def test_a_cancelled_item_is_told_as_cancelled_and_never_comes_next(phone: Phone) -> None:
    row = models.AgendaItem
    row.update(cancelled=True, remark="另行通知").where(row.title == "闭幕大会").execute()
    models.Revision.raise_()
    catalogue.expire()
    key = next(item.key for item in agenda.items() if item.title == "闭幕大会")
    for words in ("闭幕大会", "闭幕大会在哪", "闭幕大会几点"):
        assert phone.say(words, on("05-07 09:00")) == (
            "已取消：闭幕大会（原定今天 5月7日 周二 16:00—17:00）\n"
            "原定地点：会议中心报告厅\n"
            f"{'参加：全体代表、特邀代表、列席人员' + chr(10) if words == '闭幕大会' else ''}"
            f'提示：另行通知\n\n<a href="/pages.item/{key}">查看详情</a>'
        )
    assert "16:00—17:00　闭幕大会（已取消）\n" in phone.say("今天下午有什么会", on("05-07 09:00"))
    assert "闭幕大会" not in phone.say("接下来是什么", on("05-07 15:50"))
    assert "闭幕大会" not in told(phone.tap(keys.NOW, on("05-07 16:10")))


def test_what_comes_after_an_item(phone: Phone) -> None:
    def first(text: str, at: str) -> str:
        return phone.say(text, on(at)).splitlines()[0]

    assert first("报完到之后干什么", "05-05 17:10") == "今天 5月5日（周日）"
    assert "召集人会议" not in phone.say("报完到之后干什么", on("05-05 17:10"))  # it is over
    assert "午餐" in phone.say("开幕大会之后是什么", on("05-06 20:00"))  # ... but this is what was asked
    assert first("开幕大会完了接下来干什么", "05-06 20:00") == "明天 5月7日（周二）"


def test_all_of_a_day_after_an_item(phone: Phone) -> None:
    assert phone.say("今日報到之後仲有咩安排？", on("05-05 09:30")) == (
        "今天 5月5日（周日）日程\n"
        "16:00—17:00　各代表团召集人会议\n　　第一会议室\n"
        "17:30—19:00　晚餐\n　　一层中餐厅\n"
        "19:30—20:20　预备会议\n　　会议中心报告厅\n"
        "20:40起　主席团第一次会议\n　　第二会议室\n"
        '\n<a href="/pages.agenda">查看全部日程</a>'
    )
