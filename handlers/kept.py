"""Answers that are the same for everyone, kept until the schedule moves on or the content changes."""

from collections.abc import Callable, Hashable

from congress import agenda, catalogue
from wechat.inbound import Ask

MOST = 1000  # texts of one revision


def kept(ask: Ask, make: Callable[[], str], *what: Hashable) -> str:
    """What `make` says about `what`.

    Hundreds tap the same button in the same minute. What is said depends on the time only through the date and which
    items are over or under way, so one text serves for a whole phase of the schedule. `make` must not have effects.
    """
    texts: dict[tuple[Hashable, ...], str] = catalogue.current().kept.setdefault("told", {})
    key = (agenda.phase(ask.at), ask.links, *what)
    if (text := texts.get(key)) is None:
        if len(texts) >= MOST:
            texts.clear()
        texts[key] = text = make()
    return text
