"""Coordinates as lists of places give them, in degrees of the platform's own system (GCJ-02)."""

import math
import re
import unicodedata
from collections.abc import Callable

from handover import cells

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_AXIS, _FLATTENING = 6378245.0, 0.00669342162296594323  # of the ellipsoid that GCJ-02 shifts WGS-84 on
_BAIDU = math.pi * 3000.0 / 180.0


def degrees(value: object) -> float | None:
    """Degrees of a cell: a number, a text with one, or degrees, minutes and seconds; None for anything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    numbers = _numbers(value)
    return _together(numbers) if 1 <= len(numbers) <= 3 else None


def pair(value: object) -> tuple[float | None, float | None]:
    """The two values of a cell that holds both, in the order in which they stand."""
    numbers = _numbers(value)
    if len(numbers) not in (2, 4, 6):
        return None, None
    half = len(numbers) // 2
    return _together(numbers[:half]), _together(numbers[half:])


def _numbers(value: object) -> list[float]:
    written = unicodedata.normalize("NFKC", cells.text(value))
    return [float(number) for number in _NUMBER.findall(re.sub(r"(?<=\d)\s*-\s*(?=\d)", " ", written))]


def _together(numbers: list[float]) -> float | None:
    """Degrees, minutes, seconds: all but the last are whole, minutes and seconds below sixty."""
    if any(not number.is_integer() for number in numbers[:-1]) or any(not 0 <= rest < 60 for rest in numbers[1:]):
        return None
    return numbers[0] + sum(number / 60**power for power, number in enumerate(numbers[1:], 1))


def from_baidu(longitude: float, latitude: float) -> tuple[float, float]:
    """GCJ-02 degrees of BD-09 ones."""
    x, y = longitude - 0.0065, latitude - 0.006
    radius = math.hypot(x, y) - 0.00002 * math.sin(y * _BAIDU)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * _BAIDU)
    return round(radius * math.cos(angle), 6), round(radius * math.sin(angle), 6)


def from_satellite(longitude: float, latitude: float) -> tuple[float, float]:
    """GCJ-02 degrees of WGS-84 ones, as a receiver for satellites gives them."""
    x, y = longitude - 105.0, latitude - 35.0
    waves = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + waves
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + waves
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    radians = math.radians(latitude)
    bend = 1 - _FLATTENING * math.sin(radians) ** 2
    north *= 180 / (_AXIS * (1 - _FLATTENING) / (bend * math.sqrt(bend)) * math.pi)
    east *= 180 / (_AXIS / math.sqrt(bend) * math.cos(radians) * math.pi)
    return round(longitude + east, 6), round(latitude + north, 6)


SYSTEMS: dict[str, Callable[[float, float], tuple[float, float]]] = {"bd09": from_baidu, "wgs84": from_satellite}
