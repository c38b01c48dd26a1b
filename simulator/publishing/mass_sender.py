"""Sends what was submitted to everyone, and tells the account how it went (docs/wechat.md, sections 5 and 18)."""

from typing import Any

from simulator.account.people import People
from simulator.account.tags import Tags
from simulator.phone.chat import Chat
from simulator.publishing import letters, mass
from simulator.publishing.articles import Articles, Published
from simulator.publishing.drafts import Drafts
from simulator.publishing.letters import Letter
from simulator.publishing.mass import Job, Mass
from simulator.publishing.publisher import Later
from simulator.store import Store
from simulator.switches import Switches

NAME = "mass"
SENT = ("send success", "sendsuccess")  # the second is what old samples say
FAILED = "send fail"
REPRINTED = "err(30003)"
ADMINISTRATOR_SECONDS = 1800  # that an administrator has to confirm a message to everyone
TOGETHER = 500  # bubbles written in one transaction


class MassSender:
    """Works mass messages off; `via` mass marks their bubbles."""

    def __init__(
        self, store: Store, chat: Chat, switches: Switches, later: Later, *, jobs: Mass, drafts: Drafts,
        articles: Articles, people: People, tags: Tags,
    ) -> None:  # fmt: skip
        self._store = store
        self._chat = chat
        self._switches = switches
        self._later = later
        self._jobs = jobs
        self._drafts = drafts
        self._articles = articles
        self._people = people
        self._tags = tags

    def submit(self, client: str, scope: dict[str, Any], letter: Letter) -> int:
        """Take a message on; its msg_id. With protection, one to everyone waits for the administrator."""
        msg_id = self._jobs.add(client, scope, letter)
        waits = "all" in scope and self._switches.text("mass_administrator") == "silent"
        seconds = ADMINISTRATOR_SECONDS if waits else self._switches.number("mass_seconds")
        self._later.later(NAME, {"msg_id": msg_id}, seconds)
        return msg_id

    def preview(self, openid: str, letter: Letter) -> None:
        """Show one person what everyone would get; its articles stay drafts."""
        draft = self._drafts.get(letter["media_ids"][0]) if letter["type"] == "mpnews" else None
        self._show([openid], letter, self._articles.publish(draft.articles, listed=False) if draft else None, "preview")

    def work(self, values: dict[str, Any]) -> None:
        """Send one job."""
        job = self._jobs.job(values["msg_id"])
        if job is None:
            return
        asked = self._asked(job)
        ready = self._ready(asked)
        status = self._status(job)
        draft = self._drafts.get(job.letter["media_ids"][0]) if job.letter["type"] == "mpnews" else None
        if job.letter["type"] == "mpnews" and draft is None:
            status = FAILED
        published = None
        if status in SENT:
            if draft is not None:
                published = self._articles.publish(draft.articles, listed=False)
                self._drafts.delete(draft.media_id)
            if self._switches.text("account_kind") == "service":
                self._jobs.received(ready)
            self._show(ready, job.letter, published, "mass")
        state = mass.SUCCESS if status in SENT else mass.FAILED
        self._jobs.end(job.msg_id, state, published.article_id if published else "")
        sent = len(ready) if status in SENT else 0
        told = {"MsgID": job.msg_id, "Status": status, "TotalCount": len(asked), "FilterCount": len(ready)}
        told |= {"SentCount": sent, "ErrorCount": len(ready) - sent}
        articles = len(draft.articles) if draft else 0
        told |= {"CopyrightCheckResult": _copyright(articles, status == REPRINTED)}
        if published is not None:
            told["ArticleUrlResult"] = _urls(published)
        self._later.tell_account("MASSSENDJOBFINISH", told)

    def _asked(self, job: Job) -> list[str]:
        if "openids" in job.scope:
            return list(job.scope["openids"])
        if "tag" in job.scope:
            return self._tags.members(job.scope["tag"])
        return self._people.followers()

    def _ready(self, asked: list[str]) -> list[str]:
        """Without those who don't follow, are on the blacklist, or got their messages of this month."""
        following, black = set(self._people.followers()), set(self._tags.blacklisted())
        found = [openid for openid in asked if openid in following and openid not in black]
        return self._jobs.free(found) if self._switches.text("account_kind") == "service" else found

    def _status(self, job: Job) -> str:
        if "all" in job.scope and self._switches.text("mass_administrator") in ("refuses", "silent"):
            return FAILED
        return self._switches.text("mass_status")

    def _show(self, openids: list[str], letter: Letter, published: Published | None, via: str) -> None:
        bubbles = letters.shown(letter, self._articles.cards(published) if published else [])
        for start in range(0, len(openids), TOGETHER):
            with self._store.together():
                for openid in openids[start : start + TOGETHER]:
                    for bubble in bubbles:
                        self._chat.show(openid, bubble, via)


def _copyright(articles: int, reprinted: bool) -> dict[str, Any]:
    """CheckState 1: no reprint, 2: one that may be sent, 3: one that may not; Count tells of reprints only."""
    if not reprinted:
        return {"Count": 0, "ResultList": {}, "CheckState": 1 if articles else 0}
    items = [
        {
            "ArticleIdx": place,
            "UserDeclareState": 0,
            "AuditState": 2,
            "OriginalArticleUrl": "http://mp.weixin.qq.com/s/original",
            "OriginalArticleType": 1,
            "CanReprint": 0,
            "NeedReplaceContent": 1,
            "NeedShowReprintSource": 1,
        }
        for place in range(1, articles + 1)
    ]
    return {"Count": len(items), "ResultList": {"item": items}, "CheckState": 3}


def _urls(published: Published) -> dict[str, Any]:
    items = [{"ArticleIdx": place, "ArticleUrl": item["url"]} for place, item in enumerate(published.items, 1)]
    return {"Count": len(items), "ResultList": {"item": items}}
