"""Who attends what: the schedule's column read by the roster's category."""

import pytest

from congress import attendance
from congress.cards import Card


def person(category: str, post: str = "") -> Card:
    return Card("A-001", "n", category, "教育代表团", "", "", "", "", "", "主席", "", post)


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        ("", "dglc"),
        ("全体人员", "dglc"),
        ("全体代表", "dc"),
        ("全体代表、特邀代表", "dgc"),
        ("全体代表、特邀代表、列席人员", "dglc"),
        ("列席人员", "l"),
        ("教育代表团", "dglc"),
        ("金融代表团，列席人员", "l"),
        ("各代表团召集人", "c"),
        ("主席团成员", ""),
    ],
)
def test_an_audience_is_read(audience: str, who: str) -> None:
    people = {
        "d": person("正式代表"),
        "g": person("特邀代表"),
        "l": person("列席人员"),
        "c": person("正式代表", "主席"),
    }
    assert "".join(sign for sign, card in people.items() if attendance.attends(card, audience)) == who


@pytest.mark.parametrize(
    ("audience", "who"),
    [("全体代表", "d"), ("全体代表、特邀代表、列席人员", "dgl"), ("特邀代表", "g"), ("正式代表", "d"),
     ("列席人员", "l"), ("各组组长、联络员", "c")],
)  # fmt: skip
def test_categories_in_short(audience: str, who: str) -> None:
    people = {"d": person("正式"), "g": person("特邀"), "l": person("列席"), "c": person("", "主席")}
    assert "".join(sign for sign, card in people.items() if attendance.attends(card, audience)) == who


def test_a_card_does_not_show_itself() -> None:
    assert "教育代表团" not in repr(person("正式代表"))
