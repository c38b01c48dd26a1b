"""What waits to be told to whoever is in touch: notices that could not be sent."""

from collections.abc import Sequence

from congress.notices import banners
from wechat.inbound import Ask


def waiting(ask: Ask) -> Sequence[str]:
    """The words for this person, told from now on; the same push again gets the same ones."""
    return banners.told(ask.openid, ask.message_key, ask.at)
