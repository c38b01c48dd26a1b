"""The plan of a rehearsal: drawn from a seed, everybody arrives, nobody does what can't be done."""

import re
import shutil
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menus import keys
from rehearsal.drawing import GAP, draw
from rehearsal.faults import rewrite
from rehearsal.plan import REAL, Act, Plan
from tests.conftest import DEMO

drawn = given(st.integers(10, 80), st.integers(0, 10**9))


@cache
def whole() -> Plan:
    """The plan that a full rehearsal plays."""
    return draw(REAL, 1)


def by_person(plan: Plan) -> dict[int, list[Act]]:
    acts: dict[int, list[Act]] = defaultdict(list)
    for act in plan.acts:
        acts[act.person].append(act)
    return acts


@drawn
@settings(deadline=None, max_examples=12)
def test_the_same_seed_draws_the_same_plan(people: int, seed: int) -> None:
    assert draw(people, seed) == draw(people, seed)


@drawn
@settings(deadline=None, max_examples=12)
def test_everybody_arrives_by_the_desk_and_asks(people: int, seed: int) -> None:
    arrivals = draw(people, seed).scenes[0]
    acts: dict[int, list[Act]] = defaultdict(list)
    for act in arrivals.acts:
        acts[act.person].append(act)
    assert sorted(acts) == list(range(people))
    for each in acts.values():
        assert each[0].do == "scan"
        assert 1 <= sum(act.pool == "arrivals" for act in each) <= 3


@drawn
@settings(deadline=None, max_examples=12)
def test_nobody_speaks_without_following_and_nobody_hurries(people: int, seed: int) -> None:
    plan = draw(people, seed)
    for acts in by_person(plan).values():
        following = False
        for act in acts:
            if act.do in ("scan", "follow"):
                assert not (act.do == "follow" and following)
                following = True
            else:
                assert following
                following = act.do != "unfollow"
        gaps = [later.at - sooner.at for sooner, later in pairwise(acts)]
        assert min(gaps) >= GAP[0] - 0.01


@drawn
@settings(deadline=None, max_examples=12)
def test_scenes_follow_one_another_and_hold_their_acts_and_cues(people: int, seed: int) -> None:
    plan = draw(people, seed)
    ends = 0.0
    for scene in plan.scenes:
        assert scene.begins > ends
        ends = scene.begins + scene.seconds
        assert [act.at for act in scene.acts] == sorted(act.at for act in scene.acts)
        assert all(scene.begins <= at <= ends for at in [*(act.at for act in scene.acts), *(c.at for c in scene.cues)])
        assert [cue.at for cue in scene.cues] == sorted(cue.at for cue in scene.cues)


def test_taps_are_on_buttons_that_exist() -> None:
    assert {act.detail for act in whole().acts if act.do == "tap"} <= keys.ALL


def test_a_short_one_has_the_same_acts_and_shorter_faults() -> None:
    long, short = draw(40, 7), draw(40, 7, short=True)
    assert short.acts == long.acts
    for one, other in zip(short.scenes, long.scenes, strict=True):
        assert [cue.seconds for cue in one.cues] == [cue.seconds / 2 for cue in other.cues]


def test_the_real_peak_does_not_depend_on_how_few_rehearse() -> None:
    assert draw(62, 3).peak == pytest.approx(draw(REAL, 3).peak, rel=0.25)


def test_the_change_is_made_in_the_organisers_file(tmp_path: Path) -> None:
    change = draw(10, 1).change
    shutil.copy(DEMO / change["file"], tmp_path)

    def times() -> list[str]:
        rows = openpyxl.load_workbook(tmp_path / change["file"])[change["sheet"]].iter_rows(values_only=True)
        return [str(row[1]) for row in rows if str(row[2]).startswith(change["row"])]

    assert times() == [change["was"]]
    rewrite(tmp_path, change)
    assert times() == [change["becomes"]]
    with pytest.raises(LookupError):
        rewrite(tmp_path, {**change, "row": "没有这一项"})


def test_ways_of_binding_and_claims_of_all_kinds() -> None:
    plan = whole()
    assert {who.way for who in plan.cast} == {"code", "telephone", "dialogue", ""}
    assert {act.expected.claim for act in plan.acts} == {"", "bound", "wrong", "locked", "taken", "other_badge"}
    assert {"own", "guest", "others", "claim"} < {act.pool for act in plan.acts}
    bound = [act.person for act in plan.acts if act.expected.claim == "bound"]
    assert sorted(bound) == [number for number, who in enumerate(plan.cast) if who.binds]


def test_what_is_asked_about_oneself_is_one_s_own() -> None:
    plan = whole()
    seats = [
        (act, plan.cast[act.person].delegate) for act in plan.acts if act.detail == "我的座位" and act.pool == "own"
    ]
    assert seats
    assert all(who and act.expected.must == ((who.seat,),) for act, who in seats)


def test_personal_codes_are_named_by_badge_and_claims_hold_nobody_s_words_for_the_report() -> None:
    plan = whole()
    assert all(act.about for act in plan.acts if act.expected.claim or act.pool == "others")
    scanned = [act.detail for act in plan.acts if act.do == "scan" and act.pool == "claim"]
    assert all(re.fullmatch(r"delegate BJ14-\d{4}", detail) for detail in scanned)


def test_more_people_than_delegates_are_strangers() -> None:
    assert [who.delegate for who in draw(630, 1).cast[621:]] == [None] * 9


def test_everybody_who_is_bound_or_comes_to_a_desk_is_checked_in_and_a_few_are_not() -> None:
    plan = whole()
    scanned = {act.person for act in plan.acts if act.expected.arrives}
    visited = {visit.badge for visit in plan.visits}
    here = {number for number, who in enumerate(plan.cast) if who.delegate and who.delegate.badge in visited}
    assert all(plan.cast[number].binds for number in scanned)
    assert not scanned & {number for number, who in enumerate(plan.cast) if not who.binds}
    assert 550 < len(scanned | here) < REAL
    assert any(visit.also for visit in plan.visits)
    assert {visit.desk for visit in plan.visits} == set(plan.desks.keys)
