"""Points on the earth, of which the nearest to a place are found exactly."""

import heapq
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Vector = tuple[float, float, float]

EARTH = 6_371_008.8  # metres, mean radius
LEAF = 12  # points that are not divided further
# Of the unit sphere, 64 nanometres on earth: more than what rounding makes of a chord.
SLACK = 1e-14


def distance(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Metres along the great circle (haversine)."""
    here, there = math.radians(latitude), math.radians(to_latitude)
    north, east = there - here, math.radians(to_longitude - longitude)
    half = math.sin(north / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(east / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


@dataclass(frozen=True, slots=True)
class Node:
    """A box around some points: their numbers, or two smaller boxes."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    parts: tuple["Node | int", ...]

    def chord(self, here: Vector) -> float:
        """The squared length of the shortest chord from a point to the box."""
        return sum(max(low - at, 0.0, at - high) ** 2 for low, at, high in zip(self.low, here, self.high, strict=True))


class Sphere:
    """A k-d tree over unit vectors: a shorter chord is a shorter great circle, at the poles and the date line too."""

    def __init__(self, places: Sequence[tuple[float, float]]) -> None:
        """`places` are (latitude, longitude) in degrees."""
        self._places = tuple(places)
        vectors = [_vector(*place) for place in self._places]
        self._axes: tuple[list[float], ...] = tuple([vector[axis] for vector in vectors] for axis in range(3))
        self._root = self._node(list(range(len(vectors)))) if vectors else None

    def nearest(
        self, latitude: float, longitude: float, count: int, wanted: Callable[[int], bool] | None = None
    ) -> list[tuple[float, int]]:
        """The `count` nearest as (metres, number), nearest first, of equally near ones the lower number first.

        `wanted` says of a number whether it counts. Empty when the coordinates are no place on earth.
        """
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or count < 1:
            return []
        here = _vector(latitude, longitude)
        found: list[tuple[float, int]] = []  # chords squared
        best: list[float] = []  # the `count` shortest of them, negative, the longest first
        limit = math.inf
        order = itertools.count()  # of equally near nodes any may come first
        waiting = [(0.0, next(order), self._root)]
        while waiting:
            chord, _, node = heapq.heappop(waiting)
            if node is None or chord > limit:
                break
            for part in node.parts:
                if isinstance(part, int):
                    chord = self._chord(part, here)
                    if chord > limit or (wanted is not None and not wanted(part)):
                        continue
                    found.append((chord, part))
                    if len(best) < count:
                        heapq.heappush(best, -chord)
                    else:
                        heapq.heappushpop(best, -chord)
                    if len(best) == count:
                        limit = _beyond(-best[0])
                elif (chord := part.chord(here)) <= limit:
                    heapq.heappush(waiting, (chord, next(order), part))
        near = [
            (distance(latitude, longitude, *self._places[number]), number) for chord, number in found if chord <= limit
        ]
        return heapq.nsmallest(count, near)

    def _chord(self, number: int, here: Vector) -> float:
        xs, ys, zs = self._axes
        return (xs[number] - here[0]) ** 2 + (ys[number] - here[1]) ** 2 + (zs[number] - here[2]) ** 2

    def _node(self, numbers: list[int]) -> Node:
        around = [[axis[number] for number in numbers] for axis in self._axes]
        low, high = tuple(map(min, around)), tuple(map(max, around))
        if len(numbers) <= LEAF:
            return Node(low, high, tuple(numbers))
        widest = max(range(3), key=lambda axis: high[axis] - low[axis])
        numbers.sort(key=self._axes[widest].__getitem__)
        middle = len(numbers) // 2
        return Node(low, high, (self._node(numbers[:middle]), self._node(numbers[middle:])))


def _vector(latitude: float, longitude: float) -> Vector:
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def _beyond(chord: float) -> float:
    """A squared chord that is longer than this one, whatever rounding did to both."""
    length = math.sqrt(chord) + SLACK
    return length * length
