"""Followers and the tags that group them (docs/wechat.md, section 14)."""

from collections.abc import Iterator, Sequence
from typing import Any

from wechat.caller import Caller
from wechat.outcomes import Outcome

A_CALL = 50  # openids that one call tags
INFO_A_CALL = 100


class People(Caller):
    """Raises PlatformError or PlatformDown."""

    def person(self, openid: str) -> dict[str, Any]:
        """What the platform tells of a person; {"subscribe": 0, "openid"} of one who doesn't follow."""
        return self.call("GET", "/cgi-bin/user/info", query={"openid": openid, "lang": "zh_CN"}, again=True)

    def people(self, openids: Sequence[str]) -> list[dict[str, Any]]:
        """The same of many, in order."""
        found: list[dict[str, Any]] = []
        for start in range(0, len(openids), INFO_A_CALL):
            wanted = [{"openid": each, "lang": "zh_CN"} for each in openids[start : start + INFO_A_CALL]]
            answer = self.call("POST", "/cgi-bin/user/info/batchget", {"user_list": wanted}, again=True)
            found += answer["user_info_list"]
        return found

    def followers(self) -> Iterator[str]:
        """Every follower's openid, page after page of ten thousand."""
        following = ""
        while True:
            openids, after, _ = self.follower_page(following)
            yield from openids
            # A platform that repeats itself must not keep us for ever.
            if not openids or not after or after == following:
                return
            following = after

    def follower_page(self, following: str) -> tuple[list[str], str, int]:
        """Up to ten thousand openids behind `following` (empty: from the first), where the next page begins (empty
        behind the last), and how many follow in all."""
        query = {"next_openid": following} if following else {}
        answer = self.call("GET", "/cgi-bin/user/get", query=query, again=True)
        openids = list(answer.get("data", {}).get("openid", []))
        return openids, answer.get("next_openid", "") if openids else "", int(answer.get("total", 0))

    def remark(self, openid: str, remark: str) -> None:
        """Note a name of under 30 characters for a person."""
        self.call("POST", "/cgi-bin/user/info/updateremark", {"openid": openid, "remark": remark}, again=True)

    def create_tag(self, name: str) -> int:
        """A new tag's id; the account has up to 100."""
        return int(self.call("POST", "/cgi-bin/tags/create", {"tag": {"name": name}})["tag"]["id"])

    def tags(self) -> dict[str, int]:
        """The tags' ids by name."""
        answer = self.call("GET", "/cgi-bin/tags/get", again=True)
        return {tag["name"]: int(tag["id"]) for tag in answer.get("tags", [])}

    def delete_tag(self, tag: int) -> None:
        """Remove a tag."""
        self.call("POST", "/cgi-bin/tags/delete", {"tag": {"id": tag}}, again=True)

    def tags_of(self, openid: str) -> list[int]:
        """The ids of a person's tags."""
        answer = self.call("POST", "/cgi-bin/tags/getidlist", {"openid": openid}, again=True)
        return [int(tag) for tag in answer.get("tagid_list", [])]

    def tag(self, tag: int, openids: Sequence[str]) -> list[tuple[tuple[str, ...], Outcome]]:
        """Give people a tag, fifty at a time: what came of each fifty."""
        return self._tagging("batchtagging", tag, openids)

    def untag(self, tag: int, openids: Sequence[str]) -> list[tuple[tuple[str, ...], Outcome]]:
        """Take a tag away, fifty at a time: what came of each fifty."""
        return self._tagging("batchuntagging", tag, openids)

    def _tagging(self, what: str, tag: int, openids: Sequence[str]) -> list[tuple[tuple[str, ...], Outcome]]:
        found: list[tuple[tuple[str, ...], Outcome]] = []
        for start in range(0, len(openids), A_CALL):
            some = tuple(openids[start : start + A_CALL])
            body = {"openid_list": list(some), "tagid": tag}
            found.append((some, self.outcome("POST", f"/cgi-bin/tags/members/{what}", body, again=True)))
        return found
