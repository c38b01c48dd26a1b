"""What the account knows of its followers beside their openids (docs/wechat.md, section 14)."""

import json
from typing import Any

from simulator.account.tags import Tags
from simulator.store import Store, User
from simulator.switches import Switches

# What client_platform_type says of someone's phone.
PLATFORMS = {1: "iOS", 2: "Android", 3: "other"}
_TABLE = """
CREATE TABLE IF NOT EXISTS people (
    openid TEXT PRIMARY KEY, remark TEXT NOT NULL DEFAULT '', platform INTEGER NOT NULL DEFAULT 1,
    came TEXT NOT NULL DEFAULT '');
"""


class People:
    """Remarks, phones and ways of coming, by openid; who isn't in the table has the defaults."""

    def __init__(self, store: Store, switches: Switches, tags: Tags) -> None:
        self._store = store
        self._switches = switches
        self._tags = tags
        store.define(_TABLE)

    def followed(self, openid: str, scene: str) -> None:
        """Someone has followed: remember how they came."""
        came = "ADD_SCENE_QR_CODE" if scene else self._switches.text("subscribe_scene")
        self._store.run(
            "INSERT INTO people (openid, came) VALUES (?, ?) ON CONFLICT (openid) DO UPDATE SET came = excluded.came",
            [openid, came],
        )

    def left(self, openid: str) -> None:
        """Someone has unfollowed: the platform forgets their remark and tags."""
        if self._switches.on("unfollow_clears_tags"):
            self._tags.clear(openid)
            self._store.run("UPDATE people SET remark = '' WHERE openid = ?", [openid])

    def remark(self, openid: str, remark: str) -> None:
        """Write the account's own name for someone."""
        self._store.run(
            "INSERT INTO people (openid, remark) VALUES (?, ?)"
            " ON CONFLICT (openid) DO UPDATE SET remark = excluded.remark",
            [openid, remark],
        )

    def set_platform(self, openid: str, platform: int) -> None:
        """Give someone another phone: a key of PLATFORMS. Raises ValueError."""
        if platform not in PLATFORMS:
            raise ValueError(platform)
        self._store.run(
            "INSERT INTO people (openid, platform) VALUES (?, ?)"
            " ON CONFLICT (openid) DO UPDATE SET platform = excluded.platform",
            [openid, platform],
        )

    def platform(self, openid: str) -> int:
        """The kind of phone that someone holds."""
        found = self._store.run("SELECT platform FROM people WHERE openid = ?", [openid])
        return found[0][0] if found else 1

    def info(self, user: User) -> dict[str, Any]:
        """A person as user/info tells them; almost nothing of someone who doesn't follow."""
        if not user.following:
            return {"subscribe": 0, "openid": user.openid}
        found = self._store.run("SELECT remark, came FROM people WHERE openid = ?", [user.openid])
        remark, came = (found[0]["remark"], found[0]["came"]) if found else ("", "")
        tags = self._tags.of(user.openid)
        number = int(user.scene) if user.scene.isdecimal() else 0
        return {
            "subscribe": 1,
            "openid": user.openid,
            "subscribe_time": int(user.followed_at),
            "remark": remark,
            "groupid": tags[0] if tags else 0,
            "tagid_list": tags,
            "subscribe_scene": came or ("ADD_SCENE_QR_CODE" if user.scene else "ADD_SCENE_SEARCH"),
            "qr_scene": number,
            "qr_scene_str": "" if number else user.scene,
        }

    def named(self, name: str) -> User | None:
        """The newest person with that name."""
        found = self._store.run("SELECT openid FROM users WHERE name = ? ORDER BY number DESC LIMIT 1", [name])
        return self._store.user(found[0]["openid"]) if found else None

    def followers(self) -> list[str]:
        """All followers, in the order in which they first came."""
        return [row[0] for row in self._store.run("SELECT openid FROM users WHERE following = 1 ORDER BY number")]

    def shown(self, users: list[User]) -> list[dict[str, Any]]:
        """People as phones list them: with their tags and the kind of their phone."""
        openids = [user.openid for user in users]
        names = self._tags.names_of(openids)
        rows = self._store.run(
            "SELECT openid, platform FROM people WHERE openid IN (SELECT value FROM json_each(?))",
            [json.dumps(openids)],
        )
        platforms = {row["openid"]: row["platform"] for row in rows}
        return [
            user.shown() | {"tags": names.get(user.openid, []), "platform": platforms.get(user.openid, 1)}
            for user in users
        ]
