"""Keyword rules: the words that staff tie to an answer, without a release."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `kind`: exact (the whole text), contains, or pattern (words with * for gaps)."""

    id: int
    kind: str
    words: str
    reply: str
    priority: int = 0
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the rule is valid at `at`."""
        return (self.valid_from is None or self.valid_from <= at) and (self.valid_until is None or at < self.valid_until)
