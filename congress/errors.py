"""What the domain raises; each face translates these in one place."""


class NotFound(LookupError):
    """There is no such thing (or it was withdrawn)."""


class Invalid(ValueError):
    """The value can't be accepted; the text says why."""


class Conflict(Exception):
    """It collides with what is there already."""
