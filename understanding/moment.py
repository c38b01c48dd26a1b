"""The time of a message, which notes whether the answer hangs on what the clock says."""

from datetime import datetime, timedelta
from datetime import time as Clock
from typing import Any

STEP = 5  # minutes: nobody names a time more closely


class Moment(datetime):
    """What has begun by now, and the day, are told as by any datetime. Whoever looks at the time of day besides, or at
    how long ago something was, is told it in steps; `looked` is then true, and what was made of it holds for one step.
    """

    looked = False

    @classmethod
    def of(cls, at: datetime) -> "Moment":
        """The same time."""
        return cls.combine(at.date(), at.timetz())

    @property
    def step(self) -> int:
        """Steps since midnight."""
        return (super().hour * 60 + super().minute) // STEP

    @property
    def hour(self) -> int:
        """The hour of the day."""
        return self.time().hour

    @property
    def minute(self) -> int:
        """The minute with which the step began."""
        return self.time().minute

    def time(self) -> Clock:
        """When the step began."""
        self.looked = True
        return Clock(*divmod(self.step * STEP, 60))

    def timetz(self) -> Clock:
        """When the step began."""
        return self.time().replace(tzinfo=self.tzinfo)

    def __sub__(self, other: Any) -> Any:
        """How long ago, from when the step began; or an earlier time."""
        begun = datetime.combine(self.date(), self.timetz())
        return begun - other

    def __rsub__(self, other: datetime) -> timedelta:
        """How long until then, from when the step began."""
        return other - datetime.combine(self.date(), self.timetz())
