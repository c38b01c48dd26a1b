"""The two ways in which a call of the platform fails, each with the decision that follows from it."""

from datetime import datetime

from wechat.outcomes import BEIJING, Outcome, Retry, WaitUntil, decide

SOON = 2.0  # seconds after which a platform that could not be reached may be tried again


class PlatformError(Exception):
    """The platform said no. `code` is its errcode; the text holds no secret and no token."""

    def __init__(self, code: int, message: str, outcome: Outcome | None = None) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message
        self.outcome = decide(code, datetime.now(BEIJING)) if outcome is None else outcome


class PlatformDown(Exception):
    """The platform could not be reached, or answered something that is not its own.

    `until` says how long nothing is even tried (aware, Beijing time); None when the next call may try.
    """

    def __init__(self, why: str, outcome: Outcome | None = None) -> None:
        super().__init__(why)
        self.outcome: Outcome = Retry(SOON) if outcome is None else outcome

    @property
    def until(self) -> datetime | None:
        """When the platform is tried again, if that is known."""
        return self.outcome.when if isinstance(self.outcome, WaitUntil) else None
