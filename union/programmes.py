"""Union services that workers can apply for."""

from dataclasses import dataclass
from datetime import date

from models import Programme as Row


@dataclass(frozen=True, slots=True)
class Programme:
    """One service. `quota` is None when unlimited; `opens` and `closes` bound the application, None when unknown."""

    key: str
    name: str
    brand: str = ""
    summary: str = ""
    quota: int | None = None
    opens: date | None = None
    closes: date | None = None
    materials: str = ""
    audience: str = ""
    place: str = ""
    phone: str = ""
    quota_words: str = ""  # where `quota` is not all that is said of how many

    def state(self, day: date) -> str:
        """coming, open or closed on that day."""
        if self.opens and day < self.opens:
            return "coming"
        return "closed" if self.closes and day > self.closes else "open"


def programmes() -> tuple[Programme, ...]:
    """All services in the file's order, read from the table."""
    return tuple(
        Programme(
            r.key,
            r.name,
            r.brand,
            r.summary,
            r.quota,
            r.opens,
            r.closes,
            r.materials,
            r.audience,
            r.counter,
            r.hotline,
            r.quota_words,
        )
        for r in Row.select().where(~Row.withdrawn).order_by(Row.position)
    )
