"""Openids as calls give them: whose they are, and how many there may be (docs/wechat.md, section 14)."""

from typing import Any

from simulator.api.call import Given
from simulator.errors import ApiError
from simulator.store import User


def one(given: Given, value: Any) -> User:
    """The person with that openid. Raises ApiError 40003, or 49003 for one of another application."""
    user = given.platform.store.user(value) if isinstance(value, str) and value else None
    if user is None:
        raise ApiError(40003)
    if value != user.openid:
        raise ApiError(49003)
    return user


def several(given: Given, name: str, most: int) -> list[Any]:
    """The list of that name, with 1 to `most` entries. Raises ApiError 40032."""
    values = given.json.get(name)
    if not isinstance(values, list) or not 1 <= len(values) <= most:
        raise ApiError(40032)
    return values


def page(openids: list[str], after: str, size: int) -> list[str]:
    """The openids that follow `after`; empty for the beginning. Raises ApiError 40003 when that one isn't listed."""
    if not after:
        return openids[:size]
    try:
        start = openids.index(after) + 1
    except ValueError:
        raise ApiError(40003) from None
    return openids[start : start + size]
