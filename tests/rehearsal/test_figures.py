"""The numbers and the report from a crafted run."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearsal import report
from rehearsal.conductor import Moment, Run
from rehearsal.drawing import draw
from rehearsal.judging.aftermath import Quota, Screen
from rehearsal.judging.binding import PERSONAL, Asked, Binding
from rehearsal.judging.checkin import WAYS, Checkin
from rehearsal.judging.figures import Figures, reckon
from rehearsal.judging.judgement import Effects, judge
from rehearsal.judging.latency import percentile
from rehearsal.judging.notices import Line, Notices
from rehearsal.plan import REAL
from tests.rehearsal.ledgers import OPENIDS, WORDS, Ledger, played, push

NONE = Effects(0, 0, 0)


def crafted(screens: list[Screen], scans: Effects = NONE) -> Figures:
    """Three questions in ten seconds, one of them during a fault and without an answer."""
    ledger = Ledger()
    ledger.delivery(101.0, 100, push(1, Content="wifi"), "answered: text", "密码")
    ledger.delivery(102.0, 900, push(2, Content="午饭几点"), "answered: text", "抱歉，这个我还不知道")
    for start in (107.0, 107.1, 107.2):
        ledger.delivery(start, 50, push(3, OPENIDS[1], Content="<b>"), "failed: HTTP 502", openid=OPENIDS[1])
    acts = [played("text", "wifi", must=(("密码",),)), played("text", "午饭几点"), played("text", "<b>", 1)]
    run = Run(draw(10, 1), OPENIDS, 100.0, 110.0, True, [("arrivals", 100.0, 110.0)],
              [Moment("store", 106.0, 1_557_032_400.0, 108.0)], acts,
              list(ledger.wire.messages.values()))  # fmt: skip
    judged = judge(acts, OPENIDS, run.messages, [], WORDS, None)
    return reckon(
        run,
        judged,
        screens,
        scans,
        NONE,
        [Quota("/cgi-bin/menu/create", 1, 1000, 999)],
        [],
        Binding(),
        Checkin(),
        Notices(),
    )


def test_the_numbers() -> None:
    figures = crafted([Screen(OPENIDS[0], 0, 2), Screen(OPENIDS[1], 1, 0)])
    assert (figures.messages, figures.deliveries, figures.retried, figures.answers) == (3, 5, 1, 2)
    assert (figures.prompts, figures.lost, figures.double, figures.checked, figures.wrong) == (1, 1, 0, 1, 0)
    assert (figures.rate, figures.seconds) == (0.3, 10.0)
    assert figures.whole.most == pytest.approx(0.9)
    assert (figures.calm.count, figures.disturbed.count) == (2, 0)
    assert figures.unanswered == [("text <b>", 1)]
    assert figures.unknowns == [("text 午饭几点", 1)]
    assert figures.outcomes == {"text": {"right": 1, "unknown": 1, "prompt": 1}}
    (store,) = figures.disturbances
    assert (store.began, store.ended, store.messages, store.retried, store.prompts) == (6.0, 8.0, 1, 1, 1)
    assert figures.goals == {
        "prompts": False, "double": True, "lost": False, "p99": True, "rate": figures.times >= 20,
        "leaks": True, "checkin": True, "notices": True, "told": True, "content": True, "complete": True,
    }  # fmt: skip


def test_an_answer_too_many_and_a_scan_too_many_are_double() -> None:
    figures = crafted([Screen(OPENIDS[0], 0, 3), Screen(OPENIDS[1], 0, 1)], Effects(5, 1, 2))
    assert (figures.double, figures.lost, figures.replies) == (3, 1, Effects(3, 0, 1))


@given(st.lists(st.floats(0, 10), min_size=1).map(sorted), st.floats(0.01, 1))
def test_a_percentile_is_one_of_the_values_and_not_exceeded_by_its_share(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9


def test_the_report_is_one_file_without_anything_from_elsewhere(tmp_path: Path) -> None:
    page = report.write(crafted([]), tmp_path, "python server.py rehearse", datetime(2026, 11, 23, 4, 0, tzinfo=UTC))
    html = page.read_text(encoding="utf-8")
    assert not re.search(r"<script|<img|<link|url\(|@import", html)
    assert "<b>" not in re.sub(r"<b>\d+ 倍</b>|<b>[^<]*</b>", "", html)
    assert "发文字 &lt;b&gt;" in html
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "arrivals.svg", "delays.svg", "latency.svg", "messages.svg", "outcomes.svg", "report.html", "report.md",
    ]  # fmt: skip
    for name in report.PLOTS:
        svg = (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
        assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
        assert svg in html
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "2026-11-23 04:00 UTC" in text
    assert "丢失 lost effects：0 | ✗ 3 |" in text  # nobody looked at the screens: all three answers are missing
    assert "| `/cgi-bin/menu/create` | 1 | 1000 | 999 |" in text


def test_docs_get_the_report_with_its_plots(tmp_path: Path) -> None:
    page = report.publish(crafted([]), tmp_path, "python server.py rehearse --docs")
    named = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    assert sorted(named) == sorted(file.name for file in tmp_path.iterdir() if file.suffix == ".svg")
    assert len(named) == len(report.PLOTS)


def test_the_times_of_a_short_rehearsal_are_shown_but_do_not_count() -> None:
    figures = crafted([])
    slow = replace(figures, prompts=0, lost=0, whole=replace(figures.whole, p99=7.0))
    assert [name for name, reached in slow.goals.items() if not reached] == ["p99", "rate"]
    assert (slow.is_reached(), slow.is_reached(short=True)) == (False, True)
    assert not replace(slow, lost=1).is_reached(short=True)


def test_a_run_without_anything_can_be_reported(tmp_path: Path) -> None:
    empty = reckon(Run(draw(10, 1), [], 100.0, 100.0), [], [], NONE, NONE, [], ["web"], Binding(), Checkin(), Notices())
    assert empty.goals["complete"] is False
    assert report.write(empty, tmp_path, "x").exists()
    assert "report.html" in report.summary(empty, tmp_path / "report.html")


def test_everything_that_can_happen_has_words() -> None:
    from rehearsal.judging.judgement import PUSHED, Outcome
    from rehearsal.plots import STACK

    words, plan = report.words(), draw(10, 1)
    assert set(words["scenes"]) == {scene.name for scene in plan.scenes}
    assert set(words["faults"]) == {cue.name for scene in plan.scenes for cue in scene.cues}
    assert set(words["acts"]) == set(PUSHED)
    assert set(words["outcomes"]) == {outcome.value for outcome in Outcome} == set(STACK)
    assert set(words["goals"]) == set(crafted([]).goals)


def test_binding_checkin_and_notices_stand_in_the_report(tmp_path: Path) -> None:
    binding = Binding(
        {"code": 5}, Effects(5, 0, 0), Effects(1, 0, 0), {"locked": Asked(2, 2)}, {"own": Asked(9, 8)}, 70,
        {"telephone": 1}, {"web.log": 2},
    )  # fmt: skip
    minutes = {1_557_032_400: {"scan": 3}, 1_557_032_520: {"offline": 2}}
    checkin = Checkin(
        Effects(5, 0, 0), Effects(6, 0, 0), Effects(1, 0, 0), 1, {"total": (4, 5)}, {"scan": 3, "offline": 2}, 1,
        minutes,
    )  # fmt: skip
    line = Line("change", "日程变动：<b>", 5, {"subscription": 1, "service": 2, "template": 0}, 2, 1, 1, 1, 1, 1, 61.5)
    figures = replace(crafted([]), binding=binding, checkin=checkin, notices=Notices((line,), ((61.5, "service"),)))
    assert [name for name in ("leaks", "checkin", "notices", "told") if figures.goals[name]] == []
    html = report.write(figures, tmp_path, "x").read_text(encoding="utf-8")
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    for told in ("断网的签到台", "试满五次", "61.5 s", "total: 4 ≠ 5", "web.log: 2", "2 (1"):
        assert told in html, told
        assert told in text, told
    assert "日程变动：&lt;b&gt;" in html
    assert "个人信息泄露 private values told to others：0 | ✗ 3 |" in text
    assert "最慢 61.5 s" in report.summary(figures, tmp_path / "report.html")


def test_every_way_claim_and_kind_has_words() -> None:
    words, plan = report.words(), draw(REAL, 1)
    assert {who.way for who in plan.cast if who.binds} == set(words["ways"])
    assert {act.expected.claim for act in plan.acts} - {"", "bound"} == set(words["claims"])
    assert set(words["pools"]) == set(PERSONAL)
    assert set(words["checkin"]) == set(WAYS)
