"""Coordinates in every form and system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from union.coordinates import degrees, from_baidu, from_satellite, pair

EAST, NORTH = st.integers(73_000_000, 135_000_000), st.integers(4_000_000, 53_000_000)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (116.4, 116.4), (116, 116.0), ("116.4", 116.4), ("１１６．４", 116.4), ("东经116.4°", 116.4),
        ("116°24′", 116.4),
        ("116°24'36\"E", 116.41), ("116度24分36秒", 116.41),
        ("116 24 36", 116.41), ("116.4,39.9", None), ("无", None),
        ("116°72′", None), ("", None), (None, None), (True, None),
    ],
)  # fmt: skip
def test_degrees(written: object, expected: float | None) -> None:
    assert degrees(written) == (None if expected is None else pytest.approx(expected, abs=1e-9))


@given(EAST, NORTH, st.sampled_from(["{},{}", "{} {}", "({}, {})", "{}，{}", "东经{} 北纬{}", "{}°E，{}°N", "{}-{}"]))
def test_two_in_one_cell(east: int, north: int, way: str) -> None:
    assert pair(way.format(east / 1e6, north / 1e6)) == (east / 1e6, north / 1e6)


@given(EAST, NORTH, st.sampled_from([from_baidu, from_satellite]))
def test_another_system_is_never_a_kilometre_and_a_half_away(east: int, north: int, way: object) -> None:
    longitude, latitude = way(east / 1e6, north / 1e6)  # type: ignore[operator]
    assert abs(longitude - east / 1e6) < 0.02
    assert abs(latitude - north / 1e6) < 0.02


def test_known_places() -> None:
    """The values that other programs give for the same places."""
    assert from_baidu(116.404, 39.915) == (116.397627, 39.908657)
    assert from_satellite(121.5272106, 31.1774276) == (121.531542, 31.175304)
