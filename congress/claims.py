"""What comes of a claim to be a delegate."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a claim."""

    BOUND = "bound"
    ALREADY = "already"  # it was this person's before
    OTHER_BADGE = "other_badge"  # the person is bound to another badge
    TAKEN = "taken"  # the badge is bound to another person
    WRONG = "wrong"  # badge or telephone, and nobody says which
    NO_TELEPHONE = "no_telephone"  # none on file: only the desk can help
    LOCKED = "locked"  # too many tries within the hour


@dataclass(frozen=True, slots=True)
class Claim:
    """An answer to a claim; `badge` is the one that the person is bound to now, or empty."""

    outcome: Outcome
    badge: str = ""
