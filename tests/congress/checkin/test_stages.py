"""The stages as configuration and schedule make them."""

from datetime import datetime, timedelta

import pytest

import config
import models
from congress import catalogue
from congress.checkin import expected, stages
from congress.errors import NotFound
from tests.congress.checkin.small import at, fill


@pytest.fixture(autouse=True)
def _small(database_url: str) -> None:
    fill()


def test_every_kind_of_window() -> None:
    assert [(each.key, each.name, each.opens, each.closes, each.who) for each in stages.all()] == [
        ("papers", "简报", at("05 07:00:00"), at("07 18:00:00"), ""),
        ("office", "会务", at("05 08:00:00"), at("07 20:00:00"), "代表"),
        ("report", "报到", at("05 12:00:00"), at("06 12:00:00"), ""),
        ("gate", "安检", at("05 12:00:00"), at("07 18:00:00"), ""),
        ("meal-breakfast", "早餐", at("06 06:50:00"), at("06 08:20:00"), "全体"),
        ("sitting-opening", "5/6 开幕大会", at("06 08:00:00"), at("06 09:30:00"), "全体代表"),
    ]
    assert [each.key for each in stages.open_now(at("05 08:30:00"))] == ["papers"]
    assert [each.key for each in stages.open_now(at("05 09:00:00"))] == ["papers", "office"]
    assert [each.key for each in stages.open_now(at("05 17:30:00"))] == ["papers", "report", "gate"]
    with pytest.raises(NotFound):
        stages.stage("sitting")


def test_an_item_that_moves_takes_its_stage_along_and_one_that_goes_takes_it_away() -> None:
    item = models.AgendaItem.get(models.AgendaItem.key == "opening")
    item.starts += timedelta(hours=2)
    item.save()
    models.Revision.raise_()
    catalogue.expire()
    assert stages.stage("sitting-opening").opens == at("06 10:00:00")
    item.withdrawn = True
    item.save()
    models.Revision.raise_()
    catalogue.expire()
    with pytest.raises(NotFound):
        stages.stage("sitting-opening")


def test_who_is_expected() -> None:
    def of(key: str) -> list[str]:
        return sorted(expected.at(stages.stage(key)))

    everybody = ["A-001", "A-002", "A-003", "B-001"]
    assert (of("report"), of("meal-breakfast"), of("sitting-opening")) == (everybody, everybody, everybody[:3])
    assert [(each.badge, each.name) for each in expected.named({"A-002", "A-009"})] == [
        ("A-002", "甲2"),
        ("A-009", "走"),
    ]


@pytest.mark.parametrize(
    ("key", "now", "opens"),
    [
        ("report", "05 11:00:00", "05 12:00:00"), ("report", "05 12:00:00", None), ("report", "06 12:00:00", None),
        ("office", "04 20:00:00", "05 09:00:00"), ("office", "05 08:30:00", "05 09:00:00"),
        ("office", "05 10:00:00", "06 09:00:00"), ("office", "06 18:00:00", "07 09:00:00"),
        ("office", "07 09:00:00", None),
    ],
)  # fmt: skip
def test_when_it_opens_next(key: str, now: str, opens: str | None) -> None:
    assert stages.stage(key).opens_next(at(now)) == (at(opens) if opens else None)


def test_desks_and_what_they_serve() -> None:
    assert [each.key for each in stages.at_desk("hall-b")] == ["papers", "report"]
    assert [each.key for each in stages.at_desk("door")] == ["gate", "sitting-opening"]
    assert (stages.at_desk("gone"), stages.desk_name("gone"), stages.desk_name("door")) == ((), "gone", "报告厅入口")


WINDOW = {"opens": "2019-05-05T12:00", "closes": "2019-05-06T12:00"}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"key": "A b", **WINDOW}, "stages (STAGES), entry 1 key: "),
        ({"opens": "2019-05-05T12:00"}, "entry 1: say opens and closes, like 2019-05-05T12:00, or items"),
        ({"opens": "2019-05-06T12:00", "closes": "2019-05-05T12:00"}, "entry 1: closes must be later than opens"),
        ({"opens": "noon", "closes": "2019-05-05T12:00"}, "entry 1 opens: "),
        ({**WINDOW, "hours": "9-17"}, "entry 1 hours: write it like 07:00-09:30, the earlier time first"),
        ({**WINDOW, "hours": "17:00-9:00"}, "entry 1 hours: write it like 07:00-09:30, the earlier time first"),
        ({**WINDOW, "items": ["x"], "after": 1}, "entry 1: with items the schedule gives the window: leave out"),
        ({"items": ["x"]}, "entry 1: say when it closes: after (minutes after the start) or after_end"),
        ({"items": ["x"], "after": 1, "after_end": 1}, "entry 1: say when it closes"),
        ({"items": [" "], "after": 1}, "entry 1: items holds an empty word"),
        ({**WINDOW, "before": 5}, "entry 1: before, after and after_end go with items"),
        ({**WINDOW, "name": "{titel}"}, "entry 1 name: braces may hold title, month or day only"),
        ({**WINDOW, "count": "twice"}, "entry 1 count: "),
        ({**WINDOW, "again_after": 0}, "entry 1 again_after: "),
        ({**WINDOW, "colour": "red"}, "entry 1 colour: there is no such key"),
    ],
)
def test_a_bad_entry_is_named(entry: dict[str, object], said: str) -> None:
    with pytest.raises(config.BadConfiguration) as bad:
        config.load(stages=[{"key": "x", "name": "x"} | entry], desks=[])
    assert said in str(bad.value)
    assert str(bad.value).startswith("stages (STAGES)")


def test_entries_that_do_not_fit_together() -> None:
    one = {"key": "x", "name": "x", **WINDOW}
    for given, said in (
        ({"stages": [one, one], "desks": []}, "stages: two entries have the key x: give one of them another"),
        ({"stages": [one], "desks": [{"key": "a", "name": "A", "stages": ["y"]}]}, "desks, a: there is no stage y; "),
        ({"stages": [], "desks": [{"key": "a", "name": "A"}] * 2}, "desks: two entries have the key a"),
    ):
        with pytest.raises(config.BadConfiguration) as bad:
            config.load(**given)
        assert said in str(bad.value)


def test_times_without_a_zone_are_beijing_s() -> None:
    found = config.load(stages=[{"key": "x", "name": "x", **WINDOW}], desks=[])
    assert found.stages[0].opens == at("05 12:00:00")
    assert isinstance(found.stages[0].opens, datetime)
