"""A person of a sample, bound to the sample's badge for as long as the questions take."""

from collections.abc import Iterator
from contextlib import contextmanager

from commands.samples import Sample
from commands.sending import Sender
from congress import binding, binding_desk, scenes
from congress.errors import NotFound

GUEST = "guest"
WHO, WHY = "eval", "evaluation"


@contextmanager
def bound(sender: Sender, openid: str, sample: Sample) -> Iterator[None]:
    """Bind by the front door, a scan of the personal code, and release at the end; nothing for a guest.

    A badge that is not on the roster, or that somebody else is bound to, is left alone: the sample then fails.
    """
    if sample.who == GUEST:
        yield
        return
    try:
        scene = scenes.scene_string("delegate", sample.who)
    except NotFound:
        yield
        return
    sender.scan(openid, sample.at, scene)
    try:
        yield
    finally:
        if binding.badge_of(openid) == sample.who:
            binding_desk.release(sample.who, WHY, WHO, sample.at)
