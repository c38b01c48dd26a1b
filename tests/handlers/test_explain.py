"""What every stage makes of a text, as the command prints it."""

from datetime import datetime
from typing import Any

import pytest

import models
from clock import BEIJING
from commands import main
from commands.explain import explained
from commands.wording import _environment
from understanding import parts, stages

AT = datetime(2019, 5, 6, 10, tzinfo=BEIJING)


def test_stages_scores_and_the_answer(demo: None) -> None:
    told = explained("那选举几点", AT)
    assert "选举（词义：选举，分量" in told
    assert "1.00 → 1.00  agenda:0507-dahuixuanju  大会选举" in told
    assert "判定：资料检索 → 日程 / find" in told
    assert "由 agenda.on_item 回答：\n明天 5月7日（周二） 14:00—15:30 · 大会选举\n" in told


def test_another_spelling_is_shown(demo: None) -> None:
    told = explained("玉备会议在哪", AT)
    assert "换一种写法（同音）：玉备会议 → 预备会议  ← 采用" in told


def test_what_was_sent_before(demo: None) -> None:
    told = explained("在那儿", AT, ("bimu dahui jidian",))
    assert "上文：日程，agenda:0507-bimudahui，2019-05-07" in told
    assert "判定：接着上文问 → 日程 / find（接上文）" in told


def test_an_answer_that_would_do_something_is_not_given(demo: None) -> None:
    assert explained("BJ14-0086 0001", AT).endswith("由 binding.on_claim 回答。")
    assert explained("谢谢大家", AT, ("留言",)).endswith("由 conversation.on_text 回答。")
    assert models.Message.select().count() == 0


def test_nobody_knows(demo: None) -> None:
    told = explained("火星上有生命吗", AT)
    assert "没有哪一步认得 → 不知道" in told
    assert "由 fallback.on_anything 回答" in told


def test_a_time_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["explain", "x", "--at", "noon"])
    assert "--at" in capsys.readouterr().err


def test_two_questions(demo: None) -> None:
    told = explained("午饭几点，在哪停车", AT)
    assert "【2】其中一问：午饭几点  ← 采用" in told
    assert "【3】其中一问：在哪停车  ← 采用" in told
    assert "由 several.on_shared 回答：" in told
    assert explained("我坐哪，午饭几点", AT).count("绑定") > 0  # nobody in particular asks


def test_what_was_listed_before(demo: None) -> None:
    told = explained("第二个", AT, ("会议室",))
    assert "列出过" in told
    assert told.splitlines()[3].count("agenda:") > 1


def test_every_stage_and_topic_has_a_name() -> None:
    words: Any = _environment().get_template("explain_words.txt").module
    assert {stage.__name__.strip("_") for stage in stages.STAGES} - set(words.stages) == set()
    assert (parts.ANSWERED | parts.WHOLE) - set(words.topics) == set()
