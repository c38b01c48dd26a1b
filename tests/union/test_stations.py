"""Stations in memory: the nearest, exactly; what the table holds."""

import math
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import models
from clock import BEIJING
from union import stations
from union.sphere import distance
from union.stations import Near, Station, Stations

AT = datetime(2019, 5, 6, 19, 0, tzinfo=BEIJING)  # a Monday
LATITUDES = st.one_of(
    st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 0.0, 39.9, 39.900001]), st.floats(39.4, 41.1)
)  # fmt: skip
LONGITUDES = st.one_of(
    st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 0.0, 116.4, 179.999999]), st.floats(115.4, 117.5)
)  # fmt: skip
PLACES = st.tuples(LATITUDES, LONGITUDES)


def at(number: int, latitude: float | None, longitude: float | None, **more: str) -> Station:
    values = {"name": f"station {number}", "district": "", "address": "", "hours": "", "facilities": "", "phone": ""}
    return Station(f"S{number:05}", **{**values, **more}, latitude=latitude, longitude=longitude)


def by_force(
    rows: list[Station], here: tuple[float, float], count: int, wanted: Callable[[Station], bool]
) -> tuple[Near, ...]:
    placed = [each for each in rows if each.latitude is not None and each.longitude is not None and wanted(each)]
    near = [Near(each, distance(*here, each.latitude or 0.0, each.longitude or 0.0)) for each in placed]
    return tuple(sorted(near, key=lambda each: (each.distance, each.station.code))[:count])


@settings(max_examples=300, deadline=None)
@given(places=st.lists(PLACES, max_size=60), twice=st.integers(0, 20), here=PLACES, count=st.integers(1, 8))
def test_the_nearest_are_what_brute_force_finds(
    places: list[tuple[float, float]], twice: int, here: tuple[float, float], count: int
) -> None:
    rows = [at(number, *place) for number, place in enumerate([*places, *places[:twice]])]
    rows.append(at(99_999, None, None))
    known = Stations(reversed(rows))
    assert known.nearest(*here, count) == by_force(rows, here, count, lambda each: True)

    def odd(station: Station) -> bool:
        return int(station.code[1:]) % 2 == 1

    assert known.nearest(*here, count, odd) == by_force(rows, here, count, odd)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(39.90, 39.91), st.floats(116.40, 116.41)), min_size=200, max_size=400), st.data())
def test_among_many_at_one_place(places: list[tuple[float, float]], data: st.DataObject) -> None:
    here = data.draw(st.sampled_from(places))
    rows = [at(number, *place) for number, place in enumerate(places)]
    assert Stations(rows).nearest(*here, 5) == by_force(rows, here, 5, lambda each: True)


def test_distance() -> None:
    assert distance(0, 0, 0, 0) == 0
    assert math.isclose(distance(0, 0, 0, 90), math.pi / 2 * 6_371_008.8)
    # Tiananmen to the Temple of Heaven is about 2.9 km
    assert 2_800 < distance(39.9087, 116.3975, 39.8822, 116.4066) < 3_100


def test_across_the_date_line_and_over_the_pole() -> None:
    known = Stations([at(1, 0.0, 179.9), at(2, 0.0, 178.0), at(3, 89.9, 0.0), at(4, 80.0, 170.0)])
    assert [each.station.code for each in known.nearest(0.0, -179.9, 2)] == ["S00001", "S00002"]
    assert [each.station.code for each in known.nearest(89.9, 180.0, 2)] == ["S00003", "S00004"]


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(91, 0), (0, 181), (math.nan, 0), (0, math.nan), (math.inf, 0), (0, -math.inf)]
)
def test_no_place_at_all(latitude: float, longitude: float) -> None:
    assert Stations([at(1, 39.9, 116.4)]).nearest(latitude, longitude) == ()


def test_no_stations_at_all() -> None:
    none = Stations([])
    none.learn()
    assert (len(none), none.nearest(39.9, 116.4), none.open_at(AT)) == (0, (), frozenset())


def test_what_the_table_holds(database_url: str) -> None:
    told = {"district": "d", "address": "a", "hours": "8:00-20:00", "facilities": "f、g", "phone": "010-1"}
    models.Station.create(code="B", name="b", located=True, latitude=39.9, longitude=116.4, **told)
    models.Station.create(code="A", name="a", located=False, latitude=39.9, longitude=116.4)
    models.Station.create(code="C", name="c", located=True, latitude=139.9, longitude=116.4)  # written by other hands
    models.Station.create(code="D", name="d", located=True, latitude=39.9, longitude=116.4, withdrawn=True)
    known = stations.read()
    assert known.rows == (
        Station("A", "a", "", "", "", "", ""), Station("B", "b", **told, latitude=39.9, longitude=116.4),
        Station("C", "c", "", "", "", "", "", latitude=139.9, longitude=116.4),
    )  # fmt: skip
    assert [each.station.code for each in known.nearest(39.9, 116.4)] == ["B"]
    assert known.by_code["B"].has == {"f", "g"}
    assert stations.kind() == ""
    assert stations.read() is known  # nothing changed: what was learnt is kept
    models.Station.update(hours="24小时").where(models.Station.code == "B").execute()
    assert stations.read().by_code["B"].hours == "24小时"


def test_what_all_have_in_common() -> None:
    written = ["8:00-20:00", "24小时", "ask", "24小时", "18:00-19:00", ""]
    known = Stations(
        [at(n, 1, 1, hours=each, facilities="water、wifi" if n else "wifi") for n, each in enumerate(written)]
    )
    assert dict(known.hours) == {"8:00-20:00": 1, "24小时": 2, "ask": 1, "18:00-19:00": 1}
    assert known.open_at(AT) == {"8:00-20:00", "24小时"}
    assert known.open_at(AT.replace(hour=18)) == {"8:00-20:00", "24小时", "18:00-19:00"}
    assert known.always == {"24小时"}
    assert dict(known.facilities) == {"water": 5, "wifi": 6}
    assert [known.having(frozenset(each)) for each in (["water"], ["water", "wifi"], [])] == [5, 6, 0]
