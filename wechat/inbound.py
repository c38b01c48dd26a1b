"""One push of the platform as the handlers see it: an Ask."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from wechat.sessions import Session

EMPTY: Mapping[str, Any] = {}
LISTED = 24  # ids that a session keeps; of a longer list nobody asks for the tenth


def no_links(name: str, /, **values: str) -> str:
    """Stands in where nobody needs addresses (tests of a single handler)."""
    return f"/{name}" + "".join(f"/{value}" for value in values.values())


@dataclass(slots=True)
class Ask:
    """What one person sent, told or did.

    `at` is CreateTime as an aware +08:00 time: the only "now" a handler knows.
    `kind` is MsgType (text, voice, image, location, event, ...); `event` is Event, both in the case in which they came.
    `text` is Content, or Recognition of a voice message; `key` is EventKey as sent; `scene` is the scene string of a
    subscribe or SCAN event without its `qrscene_` prefix. `fields` holds every element as received.
    `trouble` is what a handler could not do beside its answer: the person is answered, the log gets the failure.
    """

    openid: str
    at: datetime
    kind: str
    event: str = ""
    text: str = ""
    key: str = ""
    scene: str = ""
    message_key: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    miniprogram: bool = False
    session: Session = field(default_factory=Session)
    links: Callable[..., str] = no_links
    understand: Callable[["Ask"], Any] | None = None
    turned: bool = False
    trouble: Exception | None = None
    _question: Any = None

    @property
    def question(self) -> Any:
        """What `text` asks, as understanding.Question; worked out once, when a filter or a handler first wants it."""
        if self._question is None and self.understand is not None:
            self._question = self.understand(self)
        return self._question

    @property
    def is_tap(self) -> bool:
        """Whether a menu button was tapped (any kind of button): it leaves a conversation."""
        return self.kind == "event" and self.event in MENU_EVENTS

    def turn_to(
        self, topic: str, item: str = "", day: date | None = None, part: str = "", listed: Iterable[str] = ()
    ) -> None:
        """Go over to a subject: nothing of what was talked about before counts any more.

        `listed`: the ids of what the answer lists, when there are several, in its order; a list stays while one of its
        things is spoken of."""
        ids, before = tuple(listed), self.session
        # What is wanted of a thing is kept for the next one that is named.
        about: dict[str, Any] = {
            "query": (),
            "told": 0,
            "wanted": tuple(sorted(self.question.aspects)) if self.text and self.question else (),
        }
        if 1 < len(ids) <= LISTED:
            about |= {"listed": ids, "choosing": False}
        elif not item or item not in before.listed:
            about |= {"listed": (), "choosing": False}
        self.remember(topic=topic, item=item, day=day, part=part, **about)
        self.turned = True

    def remember(self, **changes: Any) -> None:
        """Change what the session keeps: topic, day, item, listed, state, rest, data."""
        self.session = replace(self.session, **changes)


MENU_EVENTS = frozenset(
    [
        "CLICK",
        "VIEW",
        "view_miniprogram",
        "scancode_push",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
    ]
)
