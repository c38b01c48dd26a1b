"""Who began or ceased to follow is taken from Redis into the tables; who left is forgotten there."""

import threading
from datetime import datetime

import redis

import models
from clock import BEIJING
from commands.following import follow
from congress import followers
from wechat.contacts import CONTACT, HINT, TURNS, Contacts

AT = int(datetime(2019, 5, 5, 13, 0, tzinfo=BEIJING).timestamp())


class Log:
    """What went wrong."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def exception(self, event: str) -> None:
        self.said.append(event)


def test_who_left_is_forgotten_and_who_follows_is_not(database_url: str, redis_url: str) -> None:
    client = redis.Redis.from_url(redis_url)
    client.delete(TURNS)
    for openid, follows in (("oStays", 1), ("oLeaves", 0)):
        client.hset(CONTACT + openid, "m", AT)
        client.set(HINT + openid, 1)
        client.hset(TURNS, openid, 2 * AT + follows)
    stop, log = threading.Event(), Log()

    def turn(openid: str, follows: bool, at: datetime) -> None:
        followers.turn(openid, follows, at)
        stop.set()

    follow(Contacts(client), turn, stop, log, 0.01)
    assert log.said == []
    assert {row.openid: row.follows for row in models.Follower.select()} == {"oStays": True, "oLeaves": False}
    keys = [prefix + openid for openid in ("oStays", "oLeaves") for prefix in (CONTACT, HINT)]
    assert [client.exists(key) for key in keys] == [1, 1, 0, 0]
    assert client.hlen(TURNS) == 0
    client.delete(*keys)
    client.close()
