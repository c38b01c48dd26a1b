"""Quotas as the platform counts them, with the one way to begin them anew (docs/wechat.md, section 8.2)."""

from dataclasses import dataclass

from wechat.caller import Caller


@dataclass(frozen=True, slots=True)
class Quota:
    """The day's calls of one address."""

    limit: int
    used: int
    left: int


class Account(Caller):
    """Raises PlatformError or PlatformDown."""

    def quota(self, path: str) -> Quota:
        """Ask for the quota of an address; its limit is shown in the figures from then on."""
        answer = self.call("POST", "/cgi-bin/openapi/quota/get", {"cgi_path": path}, again=True)["quota"]
        quota = Quota(int(answer["daily_limit"]), int(answer["used"]), int(answer["remain"]))
        self._quotas.learn(self.appid, path, quota.limit)
        return quota

    def clear_quotas(self) -> None:
        """Begin the day's counts anew: ten times in a month, only when a person decides so."""
        self.call("POST", "/cgi-bin/clear_quota", {"appid": self.appid})
        self.quotas_cleared()

    def quotas_cleared(self) -> None:
        """They were begun anew elsewhere, as in the platform's own console: what waits for that may be called again."""
        self._quotas.release(self.appid)
