"""A web application of the real gateway with scripted handlers, for tests over real processes.

A text `wait SECONDS MARK` takes that long, counts one effect for MARK in Redis, and answers with MARK. It is served by
gunicorn as "tests.wechat.scripted:create_app()"; the settings come from the environment, as for the product.
"""

import os
import signal
import time

import redis
from flask import Flask

import config
import logs
from server import accounts_of, memory_for
from web import observing, webhook
from wechat.gateway import Gateway, Wording
from wechat.inbound import Ask
from wechat.push import Opener
from wechat.replies import Card, Nothing, Reply, Text
from wechat.router import Router, anything

WORDING = Wording(apology="抱歉，请稍后再试。", offer="（未完，回复“更多”）")


def routers(server: "redis.Redis | None") -> tuple[Router, ...]:
    router = Router("scripted")

    @router.on(anything)
    def play(ask: Ask) -> Reply:
        words = ask.text.split()
        match words:
            case ["wait", seconds, mark]:
                time.sleep(float(seconds))
                if server is not None:
                    server.incr(f"effect:{mark}")
                return Text(mark)
            case ["die", times, mark]:
                # So many processes die over it; the push must then be worked on by the next.
                if server is not None and int(server.incr(f"deaths:{mark}")) <= int(times):
                    os.kill(os.getpid(), signal.SIGKILL)
                return Text(mark)
            case ["fail"]:
                raise RuntimeError("on purpose")
            case ["trouble"]:
                ask.trouble = RuntimeError("beside the answer")
                return Text("answered")
            case ["remember", topic]:
                ask.remember(topic=topic)
                return Text("ok")
            case ["topic"]:
                return Text(ask.session.topic or "nothing")
            case ["long"]:
                return Text("\n".join(f"{number:03} 一行文字一行文字一行文字" for number in range(100)))
            case ["rest"]:
                return Text(ask.session.rest or "no rest")
            case ["card"]:
                return Card("标题", "摘要", url="http://example.org/")
            case ["silent"]:
                return Nothing()
        return Text(f"{ask.kind} {ask.event} {ask.key} {ask.scene} {ask.text}".strip())

    return (router,)


def create_app() -> Flask:
    settings = config.load()
    app = Flask("scripted")
    opener = Opener(accounts_of(settings), frozenset(settings.wechat_modes.split(",")), settings.replay_window)
    server = redis.Redis.from_url(settings.redis)
    gateway = Gateway(
        opener, memory_for(settings), routers(server), WORDING, links=lambda name, **values: name,
        understand=lambda ask: None, observe=observing.Observer(logs.write), failed=observing.failed,
        on_revision=lambda number: None, deadline=settings.answer_deadline,
    )  # fmt: skip
    webhook.install(app, gateway)
    return app
