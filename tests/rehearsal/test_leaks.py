"""Private values where they don't belong are found, and one's own are no leak."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from rehearsal import roster
from rehearsal.judging.leaks import Leaks

FIRST, SECOND = (each for each in roster.read() if each.badge in ("BJ14-0012", "BJ14-0033"))
BOUND, STRANGER = "oBOUND", "oSTRANGER"


@pytest.fixture
def leaks() -> Leaks:
    return Leaks(roster.read(), {BOUND: FIRST})


def own(who: roster.Delegate) -> str:
    return f"{who.name}　{who.category}\n会场座位：{who.seat}\n住宿房间：{who.room}\n联络员电话：{who.contact}"


def test_the_roster_is_read_as_the_product_should_understand_it() -> None:
    delegates = {each.badge: each for each in roster.read()}
    assert (len(delegates), delegates["BJ14-0001"].seat, delegates["BJ14-0005"].phone) == (621, "1排1座", "19900000004")
    assert delegates["BJ14-0007"].name == "金振"
    assert delegates["BJ14-0621"].phone == ""  # seven digits are none
    assert delegates["BJ14-0011"].group_room == "3号楼1层第13会议室"


def test_what_is_told_to_its_owner_is_no_leak(leaks: Leaks) -> None:
    assert leaks.in_answers([(BOUND, own(FIRST)), (STRANGER, "晚餐 17:30—19:00，一层中餐厅")]) == Counter()


@pytest.mark.parametrize("openid", [BOUND, STRANGER])
def test_what_is_another_s_is_one(leaks: Leaks, openid: str) -> None:
    assert leaks.in_answers([(openid, own(SECOND))]) == Counter(name=1, seat=1, room=1, telephone=1)


def test_a_stranger_is_told_nothing_private(leaks: Leaks) -> None:
    assert leaks.in_answers([(STRANGER, own(FIRST))]).total() == 4


def test_another_row_s_seat_is_not_hidden_behind_one_s_own(leaks: Leaks) -> None:
    longer = f"1{FIRST.seat}"
    assert longer in {each.seat for each in roster.read()}
    assert leaks.in_answers([(BOUND, f"您的会场座位：{longer}")]) == Counter(seat=1)


def test_a_number_in_groups_is_a_number(leaks: Leaks) -> None:
    number = SECOND.phone
    grouped = f"{number[:3]} {number[3:7]}-{number[7:]}"
    assert leaks.in_answers([(BOUND, grouped), (BOUND, f"会务组电话：010-8490 1111，{number}0")]) == Counter(
        telephone=1
    )


def test_lines_of_logs(leaks: Leaks, tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text(f"started\n{SECOND.phone} said\nopenid=oB***\nkey 77aa\nasked: {SECOND.name}\n", encoding="utf-8")
    assert leaks.in_logs([log], ["oBOUND-in-full", "77aa"]) == Counter({"web.log": 3})
    assert leaks.in_logs([log], []) == Counter({"web.log": 2})


def test_a_name_that_is_the_beginning_of_one_s_own_is_no_leak_unless_it_stands_alone() -> None:
    other = replace(SECOND, name=FIRST.name[:2])
    leaks = Leaks([FIRST, other], {BOUND: FIRST})
    assert len(FIRST.name) == 3
    assert leaks.in_answers([(BOUND, own(FIRST))]) == Counter()
    assert leaks.in_answers([(BOUND, f"{own(FIRST)}，{other.name}")]) == Counter(name=1)
