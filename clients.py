"""The client of the platform's API, put together for whichever root wants one."""

from clock import Clock
from config import Settings
from web import calling
from wechat.client import Client
from wechat.quotas import RedisQuotas
from wechat.spare import SpareQuotas, SpareTokens
from wechat.tokens import RedisTokens, connected


def client_for(settings: Settings, *, miniprogram: bool = False, observed: bool = False) -> Client:
    """The platform's API for the account, or for the mini program; `observed` calls are counted and logged."""
    store, clock = connected(settings.redis), Clock(settings.clock_start, settings.clock_file)
    appid, secret = settings.wechat_appid, settings.wechat_secret
    mini = miniprogram and bool(settings.miniprogram_appid)
    if mini:
        appid, secret = settings.miniprogram_appid, settings.miniprogram_secret
    return Client(
        appid, secret, settings.api_url, settings.mp_url, SpareTokens(RedisTokens(store)),
        quotas=SpareQuotas(RedisQuotas(store)), miniprogram=mini, now=clock.now,
        observe=calling.CallObserver() if observed else calling.unheard,
        turned=calling.turned(mini) if observed else calling.unheard,
    )  # fmt: skip
