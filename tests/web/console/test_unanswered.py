"""The board's pages: what staff see, what is refused and how it is said, who was quicker."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

import models
from congress import catalogue, unanswered, unanswered_answers
from tests.console import AT, console_app, signed_in
from tests.web.console.test_bindings import NASTY, words
from understanding.gist import gist

PARKING = ("停车场在哪", "哪里可以停车", "车停哪儿")
FORM = {"text": "地下二层。", "kind": "faq", "question": "停车场在哪", "wording": ["哪里可以停车"], "tell": "1"}
published: list[int] = []


def ask(*texts: str) -> tuple[int, ...]:
    """Each text by somebody else; their numbers."""
    for text in texts:
        number = models.Unanswered.select().count()
        at = AT - timedelta(hours=40 * number)
        unanswered.keep(f"m:{number}", f"o{number}", at, text, gist=gist(text, at), nearest="agenda:gone")
    return unanswered.groups()[0].numbers


@pytest.fixture
def app(database_url: str) -> Flask:
    models.AgendaItem.create(key="b", day=AT.date(), starts=AT.replace(tzinfo=None), title="停车场集合")
    models.Revision.raise_()
    catalogue.expire()
    published.clear()
    return console_app(content_changed=lambda: published.append(models.Revision.current()))


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return signed_in(app, "office")


def given(numbers: tuple[int, ...], **values: object) -> dict[str, object]:
    """A filled form."""
    return {**FORM, "numbers": ",".join(map(str, numbers)), **values}


def test_without_the_store_the_time_of_asking_tells_who_may_be_told(office: FlaskClient) -> None:
    numbers = ask(*PARKING)
    said = words(office.get("/console/unanswered").text)
    assert "3 人问过" in said
    assert "2 人现在还能收到" in said  # asked now, 40 and 80 hours ago
    page = office.post(f"/console/unanswered/{numbers[0]}/preview", data=given(numbers)).text
    assert "估计能收到的有 <strong>2 人</strong>，每人一次" in page
    assert "另外 1 人不打扰" in page
    assert "您之前问“停车场在哪”，答复来了：\n地下二层。" in page


def test_what_people_typed_is_never_markup(office: FlaskClient) -> None:
    [number] = ask(NASTY + "停车")
    for path in ("/console/unanswered", f"/console/unanswered/{number}"):
        assert NASTY not in office.get(path).text
    form = given((number,), question=NASTY, text=NASTY, wording=[])
    assert NASTY not in office.post(f"/console/unanswered/{number}/preview", data=form).text


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"kind": "contains", "words": "车"}, "“句中出现”的关键词太短：至少要两个汉字"),
        ({"kind": "exact", "words": ""}, "请写关键词，一行一个"),
        ({"text": "字" * 700}, "答复太长：一条消息最多约 660 个汉字。请缩短。"),
        ({"question": "##点"}, "有隐去的内容"),
        ({"kind": "other"}, "请选择以后怎样认出这个问题"),
        ({"text": " "}, "请写答复"),
    ],
)
def test_what_is_refused_says_what_to_do_and_keeps_what_was_written(
    office: FlaskClient, values: dict[str, str], told: str
) -> None:
    numbers = ask(*PARKING)
    for page in ("preview", "answer"):
        answer = office.post(f"/console/unanswered/{numbers[0]}/{page}", data=given(numbers, form="f1", **values))
        assert answer.status_code == 400
        assert told in answer.text
        assert str(values.get("text", "地下二层。")).strip() in answer.text
    assert (unanswered_answers.answers(), published) == ((), [])


def test_a_rule_that_swallows_others_is_told_of(office: FlaskClient) -> None:
    numbers = ask(*PARKING)
    office.get("/console/unanswered")
    form = given(numbers, kind="contains", words="停车\n谢谢", wording=[])
    page = words(office.post(f"/console/unanswered/{numbers[0]}/preview", data=form).text)
    assert "请注意：下面这些现在另有回答" in page
    assert "日程：停车场集合" in page
    assert "小助手自己的用语：谢谢" in page
    again = office.post(f"/console/unanswered/{numbers[0]}/again", data=form).text
    assert "停车\n谢谢</textarea>" in again


def test_an_onlyis_onlyonce_and_every_process_hears_of_it(office: FlaskClient) -> None:
    numbers = ask(*PARKING)
    for _ in range(2):
        answer = office.post(f"/console/unanswered/{numbers[0]}/answer", data=given(numbers, form="f1"))
        assert answer.status_code == 302
    assert [(each.asked, each.by) for each in unanswered_answers.answers()] == [(3, "office")]
    assert published == [models.Revision.current()] * 2
    late = given(numbers, form="f2")
    told = office.post(f"/console/unanswered/{numbers[0]}/answer", data=late, follow_redirects=True).text
    assert "刚刚有人处理过这些提问" in told
    [only] = unanswered_answers.answers()
    place = office.get(f"/console/unanswered/{numbers[0]}").headers["Location"]
    assert place == f"/console/unanswered/answers/{only.number}"


def test_who_was_slower_changes_nothing(office: FlaskClient) -> None:
    numbers = ask(*PARKING)
    data = {"numbers": ",".join(map(str, numbers))}
    assert (
        "已放到“不答”" in office.post(f"/console/unanswered/{numbers[0]}/aside", data=data, follow_redirects=True).text
    )
    for do in ("aside", "merge", "apart", "sort"):
        told = office.post(f"/console/unanswered/{numbers[0]}/{do}", data=data, follow_redirects=True).text
        assert "刚刚有人处理过这些提问" in told
    assert "已放回" in office.post(f"/console/unanswered/{numbers[0]}/back", data=data, follow_redirects=True).text


def test_an_onlythat_is_taken_back_twice(office: FlaskClient) -> None:
    numbers = ask(*PARKING)
    number = unanswered_answers.give(
        unanswered_answers.Draft("faq", "停车场在哪", (), "地下二层。"), numbers, "f1", "li", AT
    )
    path = f"/console/unanswered/answers/{number}"
    assert "3 条提问回到“待答”" in office.post(f"{path}/withdraw", follow_redirects=True).text
    assert "已经有人撤回过了" in office.post(f"{path}/withdraw", follow_redirects=True).text
    assert "已撤回" in office.get("/console/unanswered/answers").text
    assert "撤回这个答复" not in office.get(path).text


def test_numbers_that_no_row_can_have_are_no_pages(office: FlaskClient) -> None:
    ask(*PARKING)
    for path in ("unanswered/{}", "unanswered/answers/{}", "notices/{}"):
        assert office.get("/console/" + path.format(10**20)).status_code == 404
