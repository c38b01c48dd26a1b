"""The hours in which nobody is reminded."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `begins` to `ends`, most often over midnight; the same twice is no time at all."""

    begins: time
    ends: time

    @classmethod
    def read(cls, written: str) -> "Quiet":
        """From `21:30-07:00`; empty is none. Raises ValueError."""
        begins, _, ends = (written or "00:00-00:00").partition("-")
        return cls(time.fromisoformat(begins), time.fromisoformat(ends))

    def holds(self, at: datetime) -> bool:
        """Whether it is quiet at `at`, in the time of its zone."""
        moment = at.time()
        if self.begins <= self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends

    def begun(self, at: datetime) -> datetime:
        """When the quiet hours that hold `at` began."""
        day = at.date() if at.time() >= self.begins else at.date() - timedelta(days=1)
        return datetime.combine(day, self.begins, at.tzinfo)
