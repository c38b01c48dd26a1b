"""The ways to a person, in order: subscription notification, customer-service message, template message, banner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from congress.notices import grants
from congress.notices.batches import Recipient
from congress.notices.outbox import Told
from sending import values
from sending.templates import Means, Template
from wechat.contacts import Window
from wechat.outcomes import Outcome

SUBSCRIPTION, SERVICE, TEMPLATE, BANNER = "subscription", "service", "template", "banner"


class Sender(Protocol):
    """What is needed of wechat.client.Client."""

    def send_subscribed(self, openid: str, template_id: str, values: Mapping[str, str], *, page: str = "") -> Outcome:
        """A notification that uses up one grant."""
        ...

    def send_text(self, openid: str, content: str) -> Outcome:
        """A customer-service message."""
        ...

    def send_template(
        self, openid: str, template_id: str, values: Mapping[str, str], message_id: str, *, url: str = ""
    ) -> Outcome:  # fmt: skip
        """A template message."""
        ...


class Windows(Protocol):
    """What is needed of wechat.contacts.Contacts."""

    def windows(self, openids: Sequence[str], at: datetime) -> list[Window]:
        """For each openid what may be sent now."""
        ...

    def spend(self, openid: str, window: Window) -> None:
        """A message was sent in this window."""
        ...

    def hint(self, hints: Mapping[str, int]) -> None:
        """Something waits to be told."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """The way that was chosen for one person. `grant` and `window` are what it would use."""

    recipient: Recipient
    channel: str
    grant: int = 0
    window: Window | None = None


class Ways:
    """The ways of one notice."""

    def __init__(self, notice: Told, means: Means) -> None:
        self.notice = notice
        self._words = {**notice.details, "title": notice.title, "text": notice.words}
        none = notice.service_only
        self._subscription, self._granted = self._fill(None if none else means.subscriptions.get(notice.kind))
        self._template, self._values = self._fill(None if none else means.templates.get(notice.kind))
        self._url = f"{means.web}{notice.url}" if notice.url.startswith("/") else notice.url
        # Channels that the platform closed to this notice as a whole.
        self.closed: set[str] = set()

    def choose(self, recipients: Sequence[Recipient], windows: Windows, at: datetime) -> list[Choice]:
        """A way for each recipient: the first that is open and was not tried. `at` is aware."""
        openids = [each.openid for each in recipients]
        granted = grants.of(openids, self._subscription.id) if self._subscription else {}
        open_ = windows.windows(openids, at) if openids and SERVICE not in self.closed else [None] * len(openids)
        return [self._one(each, granted, window) for each, window in zip(recipients, open_, strict=True)]

    def send(self, choice: Choice, sender: Sender) -> Outcome:
        """Make the call."""
        openid = choice.recipient.openid
        if choice.channel == SUBSCRIPTION and self._subscription is not None:
            return sender.send_subscribed(openid, self._subscription.id, self._granted, page=self._url)
        if choice.channel == TEMPLATE and self._template is not None:
            key = attempt_key(self.notice.mark, openid)
            return sender.send_template(openid, self._template.id, self._values, key, url=self._url)
        return sender.send_text(openid, self.notice.words)

    def none_left(self, choice: Choice) -> None:
        """The platform knows of no grant."""
        if self._subscription is not None:
            grants.none_left(choice.recipient.openid, self._subscription.id)

    def _one(self, person: Recipient, granted: Mapping[str, int], window: Window | None) -> Choice:
        def may(channel: str) -> bool:
            return channel not in person.tried and channel not in self.closed

        if person.again:
            late = person.stale or self._template is None or not may(TEMPLATE)
            return Choice(person, BANNER if late else TEMPLATE)
        if person.openid in granted and may(SUBSCRIPTION):
            lasting = self._subscription is not None and self._subscription.long_term
            return Choice(person, SUBSCRIPTION, 0 if lasting else granted[person.openid])
        if window is not None and window.left > 0 and may(SERVICE):
            return Choice(person, SERVICE, window=window)
        return Choice(person, TEMPLATE if self._template is not None and may(TEMPLATE) else BANNER)

    def _fill(self, template: Template | None) -> tuple[Template | None, dict[str, str]]:
        if template is None or not template.id:
            return None, {}
        try:
            return template, values.filled(template.fields, self._words)
        except values.Unfit:
            return None, {}


def attempt_key(mark: str, openid: str) -> str:
    """Our own id of a template message: every process that works on the same notice and person comes to the same."""
    return blake2b(f"{mark}\n{openid}".encode(), digest_size=16).hexdigest()
