"""The board: what staff answer once is answered to all, told once, and can be taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import handover
import models
from clock import BEIJING
from commands.load import KINDS
from congress import audit, catalogue, faq, rules, unanswered, unanswered_answers
from congress.errors import Conflict, Invalid, NotFound
from congress.notices import outbox
from congress.notices.outbox import State
from congress.unanswered import ASIDE
from congress.unanswered_answers import REPLY, Draft
from tests.handover.conftest import workbook
from understanding.gist import gist
from understanding.masking import is_masked
from understanding.normalise import squeeze

pytestmark = pytest.mark.usefixtures("database_url")
AT = datetime(2019, 5, 6, 10, 0, tzinfo=BEIJING)
PARKING = ("停车场在哪", "哪里可以停车", "车停哪儿")
ANSWER = Draft("faq", "停车场在哪", ("哪里可以停车",), "请停到地下二层停车场，凭代表证免费。")


def ask(*texts: str, at: datetime = AT, whose: str = "o") -> None:
    """Each text by somebody else."""
    for text in texts:
        number = models.Unanswered.select().count()
        assert unanswered.keep(f"m:{number}", f"{whose}{number}", at, text, gist=gist(text, at), nearest="faq:x")


def numbers() -> Sequence[int]:
    """Of the first group."""
    return unanswered.groups()[0].numbers


def shown() -> list[tuple[str, int]]:
    """What the board shows: the likeliest wording and how many asked."""
    return [(group.likeliest, group.people) for group in unanswered.groups()]


def noted() -> list[tuple[str, str]]:
    """What the log says of the board, oldest first."""
    return [(line.what, line.detail) for line in reversed(audit.lines()) if line.what.startswith("board.")]


def test_likes_are_one_line_and_what_most_asked_comes_first() -> None:
    ask("发票抬头是什么", *PARKING, "停车场在哪")
    assert shown() == [("停车场在哪", 4), ("发票抬头是什么", 1)]
    [first, _] = unanswered.groups()
    assert first.wordings == (("停车场在哪", 2), ("哪里可以停车", 1), ("车停哪儿", 1))
    assert (first.nearest, first.newest, first.openids) == (("faq:x",), AT, ("o1", "o2", "o3", "o4"))
    assert unanswered.waiting() == (5, 5)
    assert unanswered.group(first.numbers[2]) == first
    with pytest.raises(NotFound):
        unanswered.group(999)


def test_who_asks_again_is_one_person() -> None:
    for number in range(3):
        unanswered.keep(f"m{number}", "o1", AT, "停车", gist="=停车?")
    [group] = unanswered.groups()
    assert (group.people, len(group.questions)) == (1, 3)


def test_of_one_person_so_many_an_hour() -> None:
    kept = [unanswered.keep(f"m{number}", "o1", AT, f"{number}") for number in range(unanswered.MOST + 1)]
    assert kept == [True] * unanswered.MOST + [False]
    assert unanswered.keep("m0", "o1", AT, "again")  # a repeated delivery is no further question
    assert models.Unanswered.select().count() == unanswered.MOST
    assert unanswered.keep("later", "o1", AT + timedelta(hours=1), "一")


def test_what_cannot_be_seen_is_not_kept() -> None:
    assert not unanswered.keep("m1", "o1", AT, " \u202e\x00\n")
    unanswered.keep("m2", "o1", AT, "停\u202e车\x00\n场" + "长" * 300)
    [row] = models.Unanswered.select()
    assert row.text == ("停 车 场" + "长" * 300)[: unanswered.LONGEST]


def test_in_the_mini_program_nobody_can_be_told() -> None:
    unanswered.keep("m1", "o1", AT, "停车", gist="=停车?", miniprogram=True)
    [group] = unanswered.groups()
    assert (group.people, group.openids) == (1, ())


def test_put_aside_and_back() -> None:
    ask(*PARKING)
    wanted = numbers()
    assert unanswered.aside(wanted, "li", AT) == 3
    assert (shown(), unanswered.groups(ASIDE)[0].numbers) == ([], wanted)
    with pytest.raises(Conflict):
        unanswered.aside(wanted, "li", AT)
    assert unanswered.back(wanted, "li", AT) == 3
    assert shown() == [("停车场在哪", 3)]
    assert noted() == [("board.aside", "3"), ("board.back", "3")]


def test_put_together_and_apart_by_hand() -> None:
    ask(*PARKING, "停车收费吗")
    cars, cost = unanswered.groups()
    unanswered.merge(cars.numbers, cost.numbers, "li", AT)
    ask("停车收费不", at=AT + timedelta(minutes=1))
    [both] = unanswered.groups()
    assert (both.people, both.by_hand) == (5, True)
    unanswered.apart(both.numbers, "车停哪儿", "li", AT)
    assert shown() == [("停车场在哪", 4), ("车停哪儿", 1)]
    ask("停车场在哪", at=AT + timedelta(minutes=2))
    assert shown() == [("停车场在哪", 5), ("车停哪儿", 1)]
    unanswered.by_likeness([each.number for each in unanswered.these(range(1, 99)).questions], "li", AT)
    assert [(group.likeliest, group.people, group.by_hand) for group in unanswered.groups()] == [
        ("停车场在哪", 4, False), ("停车收费吗", 2, False),
    ]  # fmt: skip


def test_a_frequent_question_answers_from_now_on() -> None:
    ask(*PARKING, "发票抬头是什么")
    before = models.Revision.current()
    number = unanswered_answers.give(ANSWER, numbers(), "f1", "li", AT)
    assert models.Revision.current() == before + 1
    catalogue.expire()
    assert [(each.question, each.aliases, each.answer) for each in faq.questions()] == [
        ("停车场在哪", ("哪里可以停车",), ANSWER.reply)
    ]
    assert shown() == [("发票抬头是什么", 1)]
    told = unanswered_answers.answer(number)
    assert (told.draft, told.asked, told.by, told.withdrawn) == (ANSWER, 3, "li", None)
    notice = outbox.notice(told.notice)
    assert notice.words == f"您之前问“停车场在哪”，答复来了：\n{ANSWER.reply}"
    assert (notice.kind, notice.state, notice.due, notice.expires) == (
        "answer", State.QUEUED, AT + timedelta(seconds=30), AT + timedelta(hours=48),
    )  # fmt: skip
    assert unanswered_answers.give(ANSWER, (1, 2, 3), "f1", "li", AT) == number  # pressed twice
    with pytest.raises(Conflict):
        unanswered_answers.give(ANSWER, (1, 2, 3), "f2", "wu", AT)
    assert models.Faq.select().count() == models.Notice.select().count() == 1
    assert noted() == [("board.answered", "3")]


def test_it_stays_when_the_organisers_load_their_files_again(tmp_path: Path) -> None:
    ask(*PARKING)
    unanswered_answers.give(ANSWER, numbers(), "f1", "li", AT)
    for answer in ("七点半。", "七点。"):
        workbook(tmp_path / "in" / "问答.xlsx", {"问答": [["问题", "答案"], ["早餐几点", answer]]})
        report = handover.load(tmp_path / "in", KINDS, media=tmp_path, at=AT)
        assert report.absent == {}
    catalogue.expire()
    assert [(each.question, each.answer) for each in faq.questions()] == [
        ("停车场在哪", ANSWER.reply), ("早餐几点", "七点。"),
    ]  # fmt: skip


def test_taken_back_it_answers_nobody_and_the_questions_are_open_again() -> None:
    ask(*PARKING)
    number = unanswered_answers.give(ANSWER, numbers(), "f1", "li", AT)
    assert unanswered_answers.withdraw(number, "wu", AT + timedelta(minutes=1)) == 3
    catalogue.expire()
    assert (faq.questions(), shown()) == ((), [("停车场在哪", 3)])
    told = unanswered_answers.answer(number)
    assert (told.withdrawn, told.withdrawn_by) == (AT + timedelta(minutes=1), "wu")
    assert outbox.notice(told.notice).state is State.CANCELLED
    with pytest.raises(Conflict):
        unanswered_answers.withdraw(number, "wu", AT)
    again = unanswered_answers.give(ANSWER, numbers(), "f2", "wu", AT + timedelta(hours=1))
    assert [each.number for each in unanswered_answers.answers()] == [again, number]
    assert noted() == [("board.answered", "3"), ("board.withdrawn", "3"), ("board.answered", "3")]


def test_keyword_rules_answer_from_now_on_and_are_taken_back() -> None:
    models.Rule.create(kind="exact", words="停车场", reply="旧的", priority=3)
    ask(*PARKING)
    draft = Draft("contains", "停车", ("停车", "停车场"), "地下二层。", tell=False)
    number = unanswered_answers.give(draft, numbers(), "f1", "li", AT)
    catalogue.expire()
    book = rules.book(squeeze)
    assert [rule.reply if rule else "" for text in ("停车场", "哪里停车啊", "早餐")
            for rule in [book.match(text, AT)]] == ["地下二层。", "地下二层。", ""]  # fmt: skip
    assert (unanswered_answers.answer(number).notice, models.Notice.select().count()) == (0, 0)
    unanswered_answers.withdraw(number, "li", AT)
    catalogue.expire()
    assert [each.reply for each in rules.rules()] == ["旧的"]


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (Draft("faq", "停车", (), ""), "reply"),
        (Draft("faq", "停车", (), "\x00"), "reply"),
        (Draft("faq", "停车", (), "字" * (REPLY // 3 + 1)), "long"),
        (Draft("faq", " ", (), "一"), "question"),
        (Draft("faq", "##点", (), "一"), "masked"),
        (Draft("faq", "停车", ("某某在哪",), "一"), "masked"),
        (Draft("exact", "停车", (), "一"), "words"),
        (Draft("contains", "停车", ("车",), "一"), "short"),
        (Draft("contains", "停车", ("停车", "a车"), "一"), "short"),
        (Draft("contains", "停车", ("id",), "一"), "short"),
        (Draft("exact", "停车", ("长" * 41,), "一"), "words"),
        (Draft("", "停车", (), "一"), "kind"),
    ],
)
def test_what_is_refused(draft: Draft, why: str) -> None:
    with pytest.raises(Invalid, match=f"^{why}$"):
        unanswered_answers.checked(draft, is_masked)


def test_what_may_be() -> None:
    assert unanswered_answers.checked(
        Draft("contains", " 停\n车 ", ("停车", "停车", "", "wifi"), "一\r\n二 "), is_masked
    ) == (Draft("contains", "停 车", ("停车", "wifi"), "一\n二"))
    assert unanswered_answers.checked(Draft("exact", "停车", ("车",), "一"), is_masked).words == ("车",)


def test_the_longest_answer_still_fits_into_one_message() -> None:
    reply = "字" * (REPLY // 3)
    told = unanswered_answers.message(Draft("faq", "停车", (), reply), "停车场在哪")
    assert told == f"您之前问的，答复来了：\n{reply}"
    assert len(told.encode()) <= 2048


def test_what_an_answer_would_take_over_is_named() -> None:
    models.Faq.create(key="a", question="停车证怎么办", aliases="车证", answer="一")
    models.AgendaItem.create(key="b", day=AT.date(), starts=AT.replace(tzinfo=None), title="停车场集合")
    models.GuideEntry.create(key="c", category="交通", title="停车")
    models.Revision.raise_()
    catalogue.expire()
    further = {"asked": ["停车收费吗", "发票"], "words": ["帮助"]}
    draft = Draft("contains", "停车", ("停车",), "一")
    assert unanswered_answers.taken_over(draft, squeeze, AT, further) == {
        "faq": ("停车证怎么办",), "agenda": ("停车场集合",), "guide": ("停车",), "asked": ("停车收费吗",),
    }  # fmt: skip
    assert unanswered_answers.taken_over(Draft("exact", "x", ("帮 助", "车证"), "一"), squeeze, AT, further) == {
        "faq": ("车证",), "words": ("帮助",),
    }  # fmt: skip
    assert unanswered_answers.taken_over(Draft("faq", "停车", ("停车证",), "一"), squeeze, AT, further) == {
        "guide": ("停车",)
    }
