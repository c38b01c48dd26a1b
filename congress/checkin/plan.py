"""What the configuration says of check-in: its stages as they are wished for, its desks."""

import re
from datetime import datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

BEIJING = timezone(timedelta(hours=8), "UTC+08:00")
HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–—~]\s*([01]?\d|2[0-3]):([0-5]\d)")
Fact = Literal["seat", "room", "meal", "coach"]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]


class Count(StrEnum):
    """How often one person counts at a stage."""

    ONCE = "once"
    PER_DAY = "per_day"
    EACH = "each"


class StagePlan(BaseModel):
    """One entry of `stages`: a fixed window, or one stage for each item of the schedule whose title has a word."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z0-9-]{1,15}$")
    name: str = Field(min_length=1, max_length=80)
    opens: datetime | None = None
    closes: datetime | None = None
    hours: str = ""
    items: tuple[str, ...] = ()
    before: Minutes = 0
    after: Minutes | None = None
    after_end: Minutes | None = None
    who: str = ""
    count: Count = Count.ONCE
    again_after: int = Field(default=10, ge=1, le=3600)
    by_scan: bool = True
    then: str = Field(default="", max_length=200)
    tells: tuple[Fact, ...] = ()

    @field_validator("opens", "closes")
    @classmethod
    def _in_beijing(cls, value: datetime | None) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=BEIJING)

    @field_validator("hours")
    @classmethod
    def _from_to(cls, value: str) -> str:
        found = HOURS.fullmatch(value)
        if value and (found is None or not _time(found, 1) < _time(found, 3)):
            raise ValueError("write it like 07:00-09:30, the earlier time first")
        return value

    @field_validator("name")
    @classmethod
    def _fills(cls, value: str) -> str:
        try:
            value.format(title="", month=1, day=1)
        except (KeyError, IndexError, ValueError, AttributeError):
            raise ValueError("braces may hold title, month or day only, like {month}/{day} {title}") from None
        return value

    @model_validator(mode="after")
    def _one_kind_of_window(self) -> Self:
        if self.items:
            if self.opens or self.closes or self.hours:
                raise ValueError("with items the schedule gives the window: leave out opens, closes, hours")
            if (self.after is None) == (self.after_end is None):
                raise ValueError("say when it closes: after (minutes after the start) or after_end (after the end)")
            if not all(word.strip() for word in self.items):
                raise ValueError("items holds an empty word, which every title has: take it out")
        else:
            if not self.opens or not self.closes:
                raise ValueError("say opens and closes, like 2019-05-05T12:00, or items with words of titles")
            if self.opens >= self.closes:
                raise ValueError("closes must be later than opens")
            if self.before or self.after is not None or self.after_end is not None:
                raise ValueError("before, after and after_end go with items: leave them out, or give items")
        return self

    @property
    def daily(self) -> tuple[time, time] | None:
        """From and until which time of each day; None for the whole window."""
        found = HOURS.fullmatch(self.hours)
        return (_time(found, 1), _time(found, 3)) if found else None


class DeskPlan(BaseModel):
    """One entry of `desks`: the key in its code, the name that is printed, which stages it serves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z0-9-]{1,32}$")
    name: str = Field(min_length=1, max_length=40)
    stages: tuple[str, ...] = ()


def agree(stages: tuple[StagePlan, ...], desks: tuple[DeskPlan, ...]) -> None:
    """Whether they fit together. Raises ValueError, which names the entry and what to do."""
    known = [each.key for each in stages]
    for what, keys in (("stages", known), ("desks", [each.key for each in desks])):
        double = next((key for key in keys if keys.count(key) > 1), "")
        if double:
            raise ValueError(f"{what}: two entries have the key {double}: give one of them another")
    for desk in desks:
        for key in desk.stages:
            if key not in known:
                raise ValueError(f"desks, {desk.key}: there is no stage {key}; there are {', '.join(known) or 'none'}")


def _time(found: re.Match[str], group: int) -> time:
    return time(int(found[group]), int(found[group + 1]))
