"""The congress clock of a rehearsal: how fast it runs, and what it shows."""

import threading
import time

from rehearsal.phone import Phone

SLOWEST = 1.0
WAITING = 10.0  # while nothing is done and something is due in some seconds
FASTEST = 3600.0


class Pace:
    """Sets the stand-in's clock, which the product shares, and knows by itself what it shows."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._state = (0.0, 0.0, 1.0)  # wall, shown, speed
        self._lock = threading.Lock()

    @property
    def speed(self) -> float:
        """Congress seconds in one of the wall's."""
        return self._state[2]

    def shown(self) -> float:
        """The congress time in Unix seconds."""
        wall, shown, speed = self._state
        return shown + (time.time() - wall) * speed

    def jump(self, shown: float, speed: float) -> None:
        """Show that time and run at that speed."""
        self._set(shown=shown, speed=speed)

    def run(self, speed: float) -> None:
        """Go on at another speed."""
        if speed != self.speed:
            self._set(speed=speed)

    def _set(self, **values: float) -> None:
        values["speed"] = min(max(values["speed"], SLOWEST), FASTEST)
        with self._lock:
            clock = self._phone.clock(**values)
            self._state = (clock["wall"], clock["shown"], values["speed"])
