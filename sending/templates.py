"""The account's templates as the configuration names them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Template:
    """A template of the account, and which of our words (title, text, item, when, ...) each keyword takes."""

    id: str
    fields: Mapping[str, str]
    long_term: bool = False  # of a subscription: one acceptance is for good


@dataclass(frozen=True)
class Means:
    """The templates by the notice's kind; a kind without one does without that channel.

    `web` is our own address without a final slash, which a notice's page is below.
    """

    subscriptions: Mapping[str, Template] = field(default_factory=dict)
    templates: Mapping[str, Template] = field(default_factory=dict)
    web: str = ""
