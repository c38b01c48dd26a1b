"""The nearest stations."""

import math

import pytest

import models
from union.stations import distance, nearest


def station(code: str, latitude: float, longitude: float, **more: object) -> None:
    values = {"name": code, "located": True, "latitude": latitude, "longitude": longitude, **more}
    models.Station.create(code=code, **values)


def test_distance() -> None:
    assert distance(0, 0, 0, 0) == 0
    assert math.isclose(distance(0, 0, 0, 90), math.pi / 2 * 6_371_008.8)
    # Tiananmen to the Temple of Heaven is about 2.9 km
    assert 2_800 < distance(39.9087, 116.3975, 39.8822, 116.4066) < 3_100


def test_nearest_first(database_url: str) -> None:
    for code, latitude in (("c", 39.92), ("a", 39.901), ("b", 39.91), ("d", 41.9)):
        station(code, latitude, 116.4)
    assert [each.code for each in nearest(39.9, 116.4)] == ["a", "b", "c"]
    assert [each.code for each in nearest(39.9, 116.4, 1)] == ["a"]


def test_a_far_corner_does_not_hide_a_nearer_one(database_url: str) -> None:
    station("corner", 39.9 + 0.026, 116.4 + 0.034)  # inside the first box, 4.1 km away
    station("beyond", 39.9 + 0.0285, 116.4)  # outside of it, 3.2 km away
    assert [each.code for each in nearest(39.9, 116.4, 1)] == ["beyond"]


def test_left_out(database_url: str) -> None:
    station("unplaced", 39.9, 116.4, located=False)
    station("withdrawn", 39.9, 116.4, withdrawn=True)
    assert nearest(39.9, 116.4) == ()


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (-90, 180), (math.nan, 0)])
def test_no_place_at_all(database_url: str, latitude: float, longitude: float) -> None:
    assert nearest(latitude, longitude) == ()
