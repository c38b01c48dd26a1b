"""What waits to be told to whoever is in touch: notices that could not be sent."""

from collections.abc import Sequence

from congress.notices import banners, ledger
from wechat.inbound import Ask


def waiting(ask: Ask) -> tuple[Sequence[str], bool]:
    """The words for this person, told from now on, and whether more wait; the same push again gets the same words.

    More waits when there is too much for one answer, or when this message is older than what is to be told.
    """
    words = banners.told(ask.openid, ask.message_key, ask.at)
    return words, ledger.waiting(ask.openid)
