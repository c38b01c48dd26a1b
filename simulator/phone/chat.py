"""What stands on a person's screen: bubbles, kept and told to the phones."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.clock import Clock
from simulator.events import Events
from simulator.notices.shelf import Template
from simulator.store import Store
from simulator.switches import WORDS
from simulator.webhook.verdict import Shown


class Chat:
    """Writes bubbles; every key of a bubble is always there."""

    def __init__(self, store: Store, events: Events, clock: Clock, picture_url: str) -> None:
        self._store = store
        self._events = events
        self._clock = clock
        self._picture_url = picture_url

    def say(self, openid: str, sender: str, kind: str, **more: Any) -> dict[str, Any]:
        """One bubble from `me`, the `account`, or a `notice`."""
        said = {"openid": openid, "from": sender, "kind": kind, "at": self._clock.shown(), "text": "", "articles": []}
        said |= {
            "url": "",
            "menu": [],
            "tail": "",
            "via": "",
            "mini": False,
            "card": {},
            "caption": "",
            "agent": "",
        } | more
        bubble = {"id": self._store.add_bubble(openid, said), **said}
        self._events.tell("bubble", **bubble)
        return bubble

    def notice(self, openid: str, name: str, mini: bool = False) -> dict[str, Any]:
        """A grey line: fault, followed, unfollowed ..."""
        return self.say(openid, "notice", "text", text=WORDS["notices"][name], mini=mini)

    def show(self, openid: str, shown: Shown, via: str, mini: bool = False) -> dict[str, Any]:
        """What the account answered (`via` reply) or sent (`via` service)."""
        if shown.kind == "transfer":
            return self.notice(openid, "transferred", mini)
        url = self.picture_url(shown.media_id) if shown.media_id else shown.url
        more = {"text": shown.text, "articles": shown.articles, "menu": shown.menu, "tail": shown.tail}
        return self.say(openid, "account", shown.kind, url=url, via=via, mini=mini, **more)

    def notify(
        self, openid: str, template: Template, rows: Sequence[Mapping[str, str]], opens: Mapping[str, Any], *,
        via: str = "template", mini: bool = False,
    ) -> dict[str, Any]:  # fmt: skip
        """A notification (`via` template, subscription or link).

        `rows` are label and value, `opens` is what a tap leads to: url and miniprogram.
        """
        card = {"title": template.title, "rows": list(rows), "template_id": template.template_id, **opens}
        return self.say(openid, "account", "template", via=via, card=card, mini=mini)

    def picture_url(self, media_id: str) -> str:
        """Where a picture is served, as PicUrl."""
        return f"{self._picture_url}/mmbiz_jpg/{media_id}/0"
