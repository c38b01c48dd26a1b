"""The numbers at the end of errors, by which a call can be looked up again (docs/wechat.md, sections 8 and 8.2)."""

import re
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from simulator.clock import Clock
from simulator.errors import ApiError

KEPT = 5_000
VALID = 7 * 86400  # seconds
_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{8}){2}")


def draw(wall: float) -> str:
    """Three groups of eight hexadecimal digits; the first is the Unix time."""
    return f"{int(wall):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"


@dataclass(frozen=True)
class _Known:
    appid: str  # empty when nobody knew who called
    at: float  # shown time
    request: dict[str, Any]


class Rids:
    """The newest calls that failed, by their rid."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, rid: str, appid: str, at: float, request: dict[str, Any]) -> None:
        """Remember one call, as rid/get tells it; `at` is shown time."""
        with self._lock:
            self._known[rid] = _Known(appid, at, request)
            if len(self._known) > self._kept:
                self._known.popitem(last=False)

    def find(self, rid: Any, appid: str, clock: Clock) -> dict[str, Any]:
        """That call. Raises ApiError: 76002 for what is no rid, 76001 unknown, 76003 another's, 76004 too old."""
        if not isinstance(rid, str) or not _FORM.fullmatch(rid):
            raise ApiError(76002)
        with self._lock:
            known = self._known.get(rid)
        if known is None:
            raise ApiError(76001)
        if known.appid not in ("", appid):
            raise ApiError(76003)
        if clock.shown() - known.at > VALID:
            raise ApiError(76004)
        return known.request
