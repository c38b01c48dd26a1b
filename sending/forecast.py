"""Which way each of an audience would be told now, counted before anything is sent."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from congress.notices import audience
from congress.notices.audience import FOLLOWING
from congress.notices.batches import Recipient
from congress.notices.outbox import Told
from sending.channels import Ways, Windows
from sending.templates import Means

PAGE = 1000  # people that are looked at together


def forecast(notice: Told, means: Means, windows: Windows, at: datetime) -> Mapping[str, int]:
    """How many recipients by channel, and how many can't be reached: `unbound`, `gone`. `at` is aware.

    The same choice as when it goes out; until then people come, go, and write. Raises redis.RedisError.
    """
    ways, found, after = Ways(notice, means), Counter[str](), 0
    while people := audience.page(notice.audience, after, PAGE):
        after = people[-1].cursor
        found.update(each.standing for each in people if each.standing != FOLLOWING)
        reached = [Recipient(each.cursor, each.openid) for each in people if each.standing == FOLLOWING]
        found.update(choice.channel for choice in ways.choose(reached, windows, at))
    return dict(found)
