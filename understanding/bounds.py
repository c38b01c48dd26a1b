"""Upper bounds of very many facts' scores, added up for all of them at once."""


class Bounds:
    """A whole number for each fact. Facts are the bits of Python's integers; `_planes[n]` holds the n-th binary digit
    of every fact's number, so that adding costs the same however many facts have a part in it."""

    def __init__(self) -> None:
        self._planes: list[int] = []

    def add(self, facts: int, value: int) -> None:
        """Add a value to the numbers of some facts."""
        place = 0
        while value >> place:
            if value >> place & 1:
                self._carry(facts, place)
            place += 1

    def _carry(self, bits: int, place: int) -> None:
        planes = self._planes
        while bits:
            while place >= len(planes):
                planes.append(0)
            planes[place], bits = planes[place] ^ bits, planes[place] & bits
            place += 1

    def at_least(self, value: int) -> int:
        """The facts whose number is that high."""
        if value >> len(self._planes):
            return 0
        above, equal = 0, None
        for place in reversed(range(len(self._planes))):
            plane = self._planes[place]
            if value >> place & 1:
                equal = plane if equal is None else equal & plane
            else:
                above |= plane if equal is None else equal & plane
                if equal is not None:
                    equal ^= equal & plane
        return above if equal is None else above | equal

    def highest(self, most: int, floor: int) -> list[int]:
        """The facts with the highest numbers, from `floor` on; of those with the lowest of these numbers the first."""
        low, high = floor, 1 << len(self._planes)
        while high - low > 1:  # the greatest number that enough facts reach
            middle = (low + high) // 2
            if self.at_least(middle).bit_count() >= most:
                low = middle
            else:
                high = middle
        sure = self.at_least(low + 1)
        found = _places(sure, most)
        return found + _places(self.at_least(low) ^ sure, most - len(found))


def _places(bits: int, most: int) -> list[int]:
    """Which bits are set, from the lowest on."""
    signs, at = bin(bits)[:1:-1], -1
    found: list[int] = []
    while len(found) < most and (at := signs.find("1", at + 1)) >= 0:
        found.append(at)
    return found
