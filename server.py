"""The composition root: create_app(settings) for gunicorn "server:create_app()", and the command line."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import redis
from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config
import handlers
import logs
import models
from clients import client_for as client_for  # for the commands and the worker
from clock import Clock
from commands import main
from commands.forgetting import eraser
from config import Settings
from congress import catalogue, privacy
from congress.checkin import stages
from congress.notices.outbox import Told
from handlers import explaining
from sending.forecast import forecast
from sending.templates import Means
from web import calling, console, errors, health, login, me, mini_sign_in, observing, pages, webhook
from web.sealed import Sealer
from web.turnstile import Turnstile
from web.visits import Visits
from wechat.at_rest import Sealed
from wechat.cipher import Cipher
from wechat.contacts import Contacts
from wechat.gateway import Gateway, Wording
from wechat.local_memory import LocalMemory
from wechat.push import Account, Opener
from wechat.quotas import RedisQuotas
from wechat.redis_memory import RedisMemory
from wechat.resilient import ResilientMemory
from wechat.router import Router, Table
from wechat.spare import SpareQuotas, SpareTokens
from wechat.tokens import RedisTokens, connected
from wechat.web_logins import WebLogins

HERE = Path(__file__).parent
PATIENCE = 3.0  # seconds for a statement on the way of a message, which has less than five in all


def create_app(settings: Settings | None = None, routers: Sequence[Router] | None = None) -> Flask:
    """The web application. The database must have been migrated; Redis and database may be gone at this moment."""
    settings = settings or config.load()
    routers = handlers.ROUTERS if routers is None else routers
    logs.configure(settings.log_level)
    models.unlock(settings.data_key, settings.old_data_keys)
    models.bind(settings.database, patience=PATIENCE)
    _prove_key()
    stages.use(settings.stages, settings.desks)
    clock = Clock(settings.clock_start, settings.clock_file)
    app = Flask(__name__, static_folder=str(HERE / "static"), template_folder=str(HERE / "templates"))
    app.config["MAX_CONTENT_LENGTH"] = 1 << 20
    memory = memory_for(settings)
    stand_in = f"http://127.0.0.1:{settings.simulator_port} http://localhost:{settings.simulator_port}"
    app.register_blueprint(pages.blueprint(clock, settings.data / "media", stand_in if settings.clock else ""))
    app.register_blueprint(
        health.blueprint(
            {"database": _database_state, "redis": lambda: _redis_state(memory)},
            vital=frozenset({"database"}),
            collectors=[quota_collector(settings)],
        )
    )
    app.register_blueprint(console.blueprint(console_tools(settings, clock, memory)))
    for own in own_pages(settings, clock, memory):
        app.register_blueprint(own)
    if settings.miniprogram_appid:
        mini = client_for(settings, miniprogram=True, observed=True)
        app.register_blueprint(mini_sign_in.blueprint(clock, Turnstile(mini.exchange_login, settings.web_threads)))
    errors.register(app)
    app.teardown_appcontext(lambda error: models.close())
    if settings.proxies:  # inside the webhook's door: a message does not pay for it
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    webhook.install(app, gateway_for(settings, memory, routers, links_of(app, settings.web_url)))
    return app


def own_pages(settings: Settings, clock: Clock, memory: ResilientMemory) -> tuple[Blueprint, Blueprint]:
    """The way in to a person's own pages, and these pages."""
    client, sealer = client_for(settings, observed=True), Sealer(settings.secret_key)
    logins = WebLogins(client, SpareTokens(RedisTokens(connected(settings.redis))))
    visits = Visits(sealer, secure=settings.web_url.startswith("https:"))
    where = login.addresses(settings.api_url, settings.wechat_open_url, settings.wechat_script_url)
    person = Turnstile(logins.person, settings.web_threads)
    platform = login.Platform(settings.wechat_appid, where.open_url, person, not where.is_real)
    scripts = me.Scripts(
        settings.wechat_appid, where.script_url, "https://*.qq.com:*" if where.is_real else where.open_url,
        client.page_signature,
        tuple(each.id for each in settings.notice_subscriptions.values()),
    )  # fmt: skip
    erase = eraser(memory, lambda: connected(settings.redis), embedded=settings.embedded_redis)
    tools = me.Tools(clock, visits, sealer, settings.web_url, scripts, privacy.export, erase)
    return login.blueprint(platform, visits, sealer, settings.web_url), me.blueprint(tools)


def gateway_for(
    settings: Settings, memory: ResilientMemory, routers: Sequence[Router], links: Callable[..., str]
) -> Gateway:
    """The gateway with everything it needs."""
    wording = Wording(handlers.render("gateway/apology.txt").strip(), handlers.render("gateway/offer.txt").strip())
    opener = Opener(accounts_of(settings), frozenset(settings.wechat_modes.split(",")), settings.replay_window)

    heard = -1

    def on_revision(number: int) -> None:
        nonlocal heard
        if number != heard:
            heard = number
            catalogue.expire()

    return Gateway(
        opener, memory, routers, wording, links=links, understand=handlers.understand,
        observe=observing.Observer(logs.write), failed=observing.failed, on_revision=on_revision, done=models.release,
        keep=handlers.answers, banners=handlers.waiting, deadline=settings.answer_deadline,
    )  # fmt: skip


def accounts_of(settings: Settings) -> tuple[Account, ...]:
    """The official account and, if there is one, the mini program; what it leaves empty it shares with the account."""
    s = settings
    cipher = Cipher(s.wechat_aes_key)
    accounts = [Account(s.wechat_appid, s.wechat_original_id, s.wechat_token, cipher)]
    if s.miniprogram_appid:
        own = Cipher(s.miniprogram_aes_key) if s.miniprogram_aes_key else cipher
        token = s.miniprogram_token or s.wechat_token
        accounts.append(Account(s.miniprogram_appid, s.miniprogram_original_id, token, own, miniprogram=True))
    return tuple(accounts)


def memory_for(settings: Settings) -> ResilientMemory:
    """Deliveries and sessions: Redis, with this process's own memory for as long as it is gone."""
    # A captured push stays acceptable for one window on either side of the wall clock.
    push_ttl = 2 * settings.replay_window
    at_rest = Sealed(settings.data_key, settings.old_data_keys)
    shared = RedisMemory(settings.redis, settings.session_ttl, push_ttl, at_rest=at_rest)
    return ResilientMemory(shared, LocalMemory(settings.session_ttl, push_ttl), observing.redis_turned)


def quota_collector(settings: Settings) -> calling.QuotaCollector:
    """The day's calls of the account and the mini program, as all processes counted them."""
    quotas = SpareQuotas(RedisQuotas(connected(settings.redis)))
    clock = Clock(settings.clock_start, settings.clock_file)
    apps = {calling.name_of(False): settings.wechat_appid, calling.name_of(True): settings.miniprogram_appid}
    return calling.QuotaCollector(lambda: {app: quotas.used(its, clock.now()) for app, its in apps.items() if its})


def console_tools(settings: Settings, clock: Clock, memory: ResilientMemory) -> console.Tools:
    """What the console's pages are given."""
    contacts = Contacts(connected(settings.redis))

    def reach(openids: Sequence[str], at: datetime) -> frozenset[str] | None:
        try:
            windows = contacts.windows(openids, at)
        except redis.RedisError:
            return None
        return frozenset(openid for openid, window in zip(openids, windows, strict=True) if window.left > 0)

    return console.Tools(
        clock, settings.secret_key, redis=settings.redis, web_url=settings.web_url, data=settings.data,
        congress_name=settings.congress_name, web_threads=settings.web_threads, forecast=forecaster(settings),
        explain=partial(explaining.explained, Table(handlers.ROUTERS)),
        reach=reach, content_changed=lambda: memory.publish_revision(models.Revision.current()),
    )  # fmt: skip


def forecaster(settings: Settings) -> Callable[[Told, datetime], Mapping[str, int]]:
    """How many people a notice would reach by each channel; empty while Redis is gone."""
    means = Means(settings.notice_subscriptions, settings.notice_templates, settings.web_url)
    contacts = Contacts(connected(settings.redis))

    def count(notice: Told, at: datetime) -> Mapping[str, int]:
        try:
            return forecast(notice, means, contacts, at)
        except redis.RedisError:
            return {}

    return count


def links_of(app: Flask, base: str) -> Callable[..., str]:
    """links("pages.item", key=...) -> the absolute address of a page; values without a place become the query."""
    build = app.url_map.bind(base.partition("://")[2], url_scheme=base.partition("://")[0]).build

    def links(name: str, /, **values: str) -> str:
        return base + build(name, values)

    return links


def _prove_key() -> None:
    try:
        models.prove_key()
    except models.NoKey:
        raise
    except Exception:  # noqa: BLE001  three drivers, each with errors of its own; /healthz tells of it
        models.close()
    else:
        models.close()


def _database_state() -> str:
    try:
        models.Revision.current()  # a server without our tables is as good as none
    except Exception as error:  # noqa: BLE001  three drivers, each with errors of its own
        models.close()
        return type(error).__name__
    return ""


def _redis_state(memory: ResilientMemory) -> str:
    memory.take("healthz")
    return "" if memory.reachable else "unreachable"


if __name__ == "__main__":
    sys.exit(main())
