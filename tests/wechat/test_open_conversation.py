"""What an open conversation waits for outlives the process that asked for it, killed as soon as its answer is out."""

import multiprocessing
import os
import signal
import uuid
from datetime import UTC, datetime

from tests import pushes
from tests.pushes import message
from tests.wechat.scripted import WORDING
from wechat.gateway import Gateway
from wechat.inbound import Ask
from wechat.push import Account, Opener
from wechat.redis_memory import RedisMemory
from wechat.replies import Reply, Text
from wechat.router import Router, word
from wechat.sessions import Session, awake

NOW = 1_700_000_000
ROUTER = Router("asking")


@ROUTER.on(word("begin"))
def on_begin(ask: Ask) -> Reply:
    ask.remember(state="asking.name", data=(("step", "1"),))
    return Text("your name?")


def answer_and_die(redis_url: str, openid: str) -> None:
    gateway = Gateway(
        Opener((Account(pushes.APPID, pushes.ACCOUNT, pushes.TOKEN, None),), frozenset({"plain"}), 600),
        RedisMemory(redis_url, 1800, 1200), [ROUTER], WORDING, links=lambda name, **values: name,
        understand=lambda ask: None, observe=lambda seen: None, failed=lambda seen, error: None,
        on_revision=lambda number: None, wall=lambda: NOW,
    )  # fmt: skip
    delivery = message(Content="begin", openid=openid).deliver(at=NOW)
    if b"your name?" in gateway.receive(delivery.query, delivery.body).body:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_killed_right_after_its_question_leaves_the_conversation_open(redis_url: str):
    openid = f"o{uuid.uuid4().hex}"[:28]
    victim = multiprocessing.get_context("spawn").Process(target=answer_and_die, args=(redis_url, openid))
    victim.start()
    victim.join(60)
    assert victim.exitcode == -signal.SIGKILL
    memory = RedisMemory(redis_url, 1800, 1200)
    try:
        stored = memory.session(openid)
    finally:
        memory.stop()
    session = Session.decode(awake(stored, datetime.fromtimestamp(NOW, UTC)))
    assert (session.state, session.data) == ("asking.name", (("step", "1"),))
