"""What a push leaves on record, and what those who send find there."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import redis

from clock import BEIJING
from tests.stores import EmbeddedRedis
from wechat.asking import to_ask
from wechat.contacts import CLOSED, HINT, TURNS, Contact, Contacts, Turn, Window, contact_of
from wechat.local_memory import LocalMemory
from wechat.redis_memory import RedisMemory
from wechat.resilient import ResilientMemory

AT = 1_557_030_600
NOW = datetime.fromtimestamp(AT, BEIJING)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture
def memory(redis_url: str) -> Iterator[RedisMemory]:
    store = RedisMemory(redis_url, 1800, 1200)
    yield store
    store.stop()


@pytest.fixture
def server(redis_url: str) -> Iterator["redis.Redis"]:
    client = redis.Redis.from_url(redis_url)
    client.delete(TURNS)
    yield client
    client.close()


@pytest.fixture
def openid() -> str:
    return f"o{uuid.uuid4().hex}"


def begin(memory: RedisMemory, openid: str, contact: Contact | None, key: str = "") -> None:
    memory.begin(key or uuid.uuid4().hex, openid, "", "d", contact)


@pytest.mark.parametrize(
    ("fields", "miniprogram", "contact"),
    [
        ({"MsgType": "text", "Content": "hi"}, False, Contact("m", AT)),
        ({"MsgType": "voice"}, True, Contact("m", AT)),
        ({"MsgType": "text", "Content": "1", "bizmsgmenuid": "1"}, False, Contact("t", AT)),
        ({"MsgType": "event", "Event": "CLICK", "EventKey": "x"}, False, Contact("t", AT)),
        ({"MsgType": "event", "Event": "SCAN", "EventKey": "desk_a"}, False, Contact("t", AT)),
        ({"MsgType": "event", "Event": "subscribe"}, False, Contact("t", AT, "1")),
        ({"MsgType": "event", "Event": "unsubscribe"}, False, Contact("", AT, "0")),
        ({"MsgType": "event", "Event": "VIEW", "EventKey": "http://x"}, False, None),
        ({"MsgType": "event", "Event": "user_enter_tempsession"}, True, Contact("e", AT)),
        ({"MsgType": "event", "Event": "subscribe"}, True, None),
    ],
)
def test_what_a_push_leaves(fields: dict[str, str], miniprogram: bool, contact: Contact | None) -> None:
    ask = to_ask({"FromUserName": "o1", "CreateTime": str(AT), "MsgId": "1"} | fields, miniprogram)
    assert contact_of(ask) == contact


def test_windows_open_are_spent_and_close(memory: RedisMemory, server: "redis.Redis", openid: str) -> None:
    contacts = Contacts(server)
    assert contacts.windows([openid, "oNOBODY"], NOW) == [CLOSED, CLOSED]
    begin(memory, openid, Contact("t", AT))
    tap = Window(3, AT + 60.0, "t", AT)
    assert contacts.windows([openid], NOW + 59 * SECOND) == [tap]
    assert contacts.windows([openid], NOW + 60 * SECOND) == [CLOSED]
    contacts.spend(openid, tap)
    assert contacts.windows([openid], NOW) == [Window(2, AT + 60.0, "t", AT)]
    begin(memory, openid, Contact("m", AT + 5))
    message = Window(5, AT + 5 + 48 * 3600.0, "m", AT + 5)
    assert contacts.windows([openid], NOW + 47 * HOUR) == [message]
    for _ in range(5):
        contacts.spend(openid, message)
    assert contacts.windows([openid], NOW + HOUR) == [CLOSED]
    begin(memory, openid, Contact("m", AT + 9))
    contacts.spend(openid, message)  # of the window before: this one is as it was
    assert contacts.windows([openid], NOW + HOUR) == [Window(5, AT + 9 + 48 * 3600.0, "m", AT + 9)]
    begin(memory, openid, Contact("", AT + 10, "0"))
    assert contacts.windows([openid], NOW + HOUR) == [CLOSED]


def test_a_repeated_delivery_is_one_contact(memory: RedisMemory, server: "redis.Redis", openid: str) -> None:
    contacts, key = Contacts(server), uuid.uuid4().hex
    begin(memory, openid, Contact("m", AT), key)
    [window] = contacts.windows([openid], NOW)
    contacts.spend(openid, window)
    begin(memory, openid, Contact("m", AT), key)
    assert contacts.windows([openid], NOW)[0].left == 4


def test_turns_are_told_until_they_are_settled(memory: RedisMemory, server: "redis.Redis", openid: str) -> None:
    contacts = Contacts(server)
    begin(memory, openid, Contact("t", AT, "1"))
    followed = Turn(openid, True, AT, 2 * AT + 1)
    assert contacts.turns() == [followed]
    begin(memory, openid, Contact("", AT + 7, "0"))
    begin(memory, openid, Contact("t", AT + 3, "1"))  # overtaken on its way
    left = Turn(openid, False, AT + 7, 2 * (AT + 7))
    assert contacts.turns() == [left]
    contacts.settle([followed])
    assert contacts.turns() == [left]
    contacts.settle([left])
    assert contacts.turns() == []


def test_a_hint_comes_with_the_claim_until_it_is_cleared(
    memory: RedisMemory, server: "redis.Redis", openid: str
) -> None:
    contacts = Contacts(server)
    assert memory.begin(uuid.uuid4().hex, openid, "", "d").hint == b""
    contacts.hint({openid: 7})
    assert memory.begin(uuid.uuid4().hex, openid, "", "d").hint == b"7"
    contacts.hint({openid: 8})
    memory.clear_hint(openid, b"7")  # a newer one came meanwhile
    assert memory.begin(uuid.uuid4().hex, openid, "", "d").hint == b"8"
    memory.clear_hint(openid, b"8")
    assert memory.begin(uuid.uuid4().hex, openid, "", "d").hint == b""
    assert server.get(HINT + openid) is None


def test_what_happened_without_redis_is_put_on_record_when_it_is_back(
    memory: RedisMemory, server: "redis.Redis", openid: str
) -> None:
    own = LocalMemory(1800, 1200)
    own.begin(uuid.uuid4().hex, openid, "", "d", Contact("t", AT, "1"))
    own.begin(uuid.uuid4().hex, openid, "", "d", Contact("m", AT + 1))
    assert own.holds
    ResilientMemory(memory, own, lambda reachable, why: None)._hand_over()
    assert not own.holds
    contacts = Contacts(server)
    assert contacts.turns() == [Turn(openid, True, AT, 2 * AT + 1)]
    assert contacts.windows([openid], NOW + HOUR) == [Window(5, AT + 1 + 48 * 3600.0, "m", AT + 1)]


def test_a_store_that_was_started_anew_is_another_one(embedded_redis: EmbeddedRedis) -> None:
    client = redis.Redis.from_url(embedded_redis.url)
    contacts = Contacts(client)
    before = contacts.store()
    assert (contacts.store(), len(before) > 8) == (before, True)
    embedded_redis.stop()
    embedded_redis.start()
    assert contacts.store() not in ("", before)
    client.execute_command("ACL", "SETUSER", "default", "-info")
    assert contacts.store() == ""
    client.close()
