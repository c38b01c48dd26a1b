"""How many calls of the day are used, and which must wait until the platform counts anew (docs/wechat.md, 8.2)."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import redis

from wechat.outcomes import BEIJING

KEEP = 2 * 86_400  # seconds that a day's counts are kept
# A used-up quota is believed so long; then one call tries, since staff may have cleared it in the platform's console.
BELIEVED = timedelta(minutes=10)
# Calls a day of a new account; the platform raises them with the number of followers, and tells by openapi/quota/get.
LIMITS = {
    "/cgi-bin/stable_token": 500_000,
    "/cgi-bin/menu/create": 1_000,
    "/cgi-bin/menu/get": 10_000,
    "/cgi-bin/menu/delete": 1_000,
    "/cgi-bin/media/upload": 100_000,
    "/cgi-bin/media/get": 200_000,
    "/cgi-bin/message/custom/send": 500_000,
    "/cgi-bin/message/template/send": 100_000,
    "/cgi-bin/message/mass/sendall": 100,
    "/cgi-bin/message/mass/send": 100,
    "/cgi-bin/qrcode/create": 100_000,
    "/cgi-bin/user/get": 500,
    "/cgi-bin/user/info": 5_000_000,
    "/cgi-bin/user/info/updateremark": 10_000,
    "/cgi-bin/draft/add": 1_000,
    "/cgi-bin/draft/get": 500,
    "/cgi-bin/draft/delete": 1_000,
    "/cgi-bin/draft/update": 1_000,
    "/cgi-bin/draft/count": 1_000,
    "/cgi-bin/draft/batchget": 1_000,
    "/cgi-bin/freepublish/submit": 100,
    "/cgi-bin/freepublish/get": 100,
    "/cgi-bin/freepublish/delete": 10,
    "/cgi-bin/freepublish/getarticle": 100,
    "/cgi-bin/freepublish/batchget": 100,
    "/cgi-bin/message/subscribe/send": 10_000_000,
    "/wxa/msg_sec_check": 2_000_000,
    "/wxa/media_check_async": 200_000,
}


@dataclass(frozen=True, slots=True)
class Used:
    """Calls of one address today; `limit` is None where the platform names none."""

    used: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class Hold:
    """Calls of one address wait: the errcode that said so, and until when (Unix seconds)."""

    code: int
    until: float


class Quotas(Protocol):
    """Counts by appid, address and Beijing day; tests/wechat/test_quotas.py runs over every implementation."""

    def held(self, appid: str, path: str, at: datetime) -> Hold | None:
        """Whether calls of this address wait at `at`."""
        ...

    def hold(self, appid: str, path: str, hold: Hold) -> None:
        """Let calls of this address wait."""
        ...

    def count(self, appid: str, path: str, at: datetime) -> None:
        """One call goes out."""
        ...

    def learn(self, appid: str, path: str, limit: int) -> None:
        """The platform named the limit of a day."""
        ...

    def release(self, appid: str, path: str = "") -> None:
        """The quota of an address, or of all, was cleared: nothing waits, and today's count begins anew."""
        ...

    def used(self, appid: str, at: datetime) -> dict[str, Used]:
        """What was used on the day of `at`, with the limits, for every address that was called or has a limit."""
        ...


class LocalQuotas:
    """Within one process."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, str], int] = {}
        self._holds: dict[tuple[str, str], Hold] = {}
        self._limits: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def held(self, appid: str, path: str, at: datetime) -> Hold | None:
        """See Quotas."""
        found = self._holds.get((appid, path))
        return found if found and found.until > at.timestamp() else None

    def hold(self, appid: str, path: str, hold: Hold) -> None:
        """See Quotas."""
        self._holds[appid, path] = hold

    def count(self, appid: str, path: str, at: datetime) -> None:
        """See Quotas."""
        key = appid, _day(at), path
        with self._lock:
            self._counts[key] = self._counts.get(key, 0) + 1

    def learn(self, appid: str, path: str, limit: int) -> None:
        """See Quotas."""
        self._limits[appid, path] = limit

    def release(self, appid: str, path: str = "") -> None:
        """See Quotas."""
        with self._lock:
            self._holds = {key: hold for key, hold in self._holds.items() if not _meant(key, appid, path)}
            self._counts = {key: n for key, n in self._counts.items() if not _meant((key[0], key[2]), appid, path)}

    def used(self, appid: str, at: datetime) -> dict[str, Used]:
        """See Quotas."""
        day = _day(at)
        with self._lock:
            counts = {path: n for (whose, when, path), n in self._counts.items() if (whose, when) == (appid, day)}
            limits = {path: limit for (whose, path), limit in self._limits.items() if whose == appid}
        return _joined(counts, limits)


class RedisQuotas:
    """Shared by all processes. Raises redis.RedisError. The braces keep an appid's keys on one node of a cluster."""

    def __init__(self, client: "redis.Redis") -> None:
        self._redis = client

    def held(self, appid: str, path: str, at: datetime) -> Hold | None:
        """See Quotas."""
        found = self._redis.hget(f"quota-hold:{{{appid}}}", path)
        if found is None:
            return None
        code, until = _text(found).split()
        return Hold(int(code), float(until)) if float(until) > at.timestamp() else None

    def hold(self, appid: str, path: str, hold: Hold) -> None:
        """See Quotas."""
        self._redis.hset(f"quota-hold:{{{appid}}}", path, f"{hold.code} {hold.until}")

    def count(self, appid: str, path: str, at: datetime) -> None:
        """See Quotas."""
        key = f"quota:{{{appid}}}:{_day(at)}"
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.hincrby(key, path, 1)
        pipeline.expire(key, KEEP)
        pipeline.execute()

    def learn(self, appid: str, path: str, limit: int) -> None:
        """See Quotas."""
        self._redis.hset(f"quota-limit:{{{appid}}}", path, limit)

    def release(self, appid: str, path: str = "") -> None:
        """See Quotas."""
        keys = [f"quota-hold:{{{appid}}}", *self._redis.scan_iter(f"quota:{{{appid}}}:*")]
        for key in keys:
            if path:
                self._redis.hdel(key, path)
            else:
                self._redis.delete(key)

    def used(self, appid: str, at: datetime) -> dict[str, Used]:
        """See Quotas."""
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.hgetall(f"quota:{{{appid}}}:{_day(at)}")
        pipeline.hgetall(f"quota-limit:{{{appid}}}")
        counts, limits = ({_text(path): int(n) for path, n in each.items()} for each in pipeline.execute())
        return _joined(counts, limits)


def _joined(counts: dict[str, int], limits: dict[str, int]) -> dict[str, Used]:
    known = LIMITS | limits
    return {path: Used(counts.get(path, 0), known.get(path)) for path in sorted(known | counts)}


def _meant(key: tuple[str, str], appid: str, path: str) -> bool:
    return key[0] == appid and path in ("", key[1])


def _day(at: datetime) -> str:
    return at.astimezone(BEIJING).date().isoformat()


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
