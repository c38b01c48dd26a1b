"""Neither the secret nor a token nor a person's code or openid in any error, log line or repr, whatever goes wrong."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

import pytest
import requests
import urllib3

from tests.wechat.conftest import Time
from tests.wechat.scripted_api import RESET, ScriptedApi
from wechat.caller import Called
from wechat.client import Client, PlatformDown, PlatformError
from wechat.outcomes import describe
from wechat.tokens import LocalTokens
from wechat.transport import Received, Request, Trouble

SECRET, TOKEN, CODE, TICKET = "S3CRET-of-the-account", "T0KEN-of-the-account", "C0DE-of-a-person", "TICKET-for-pages"
OPENID, NAME = "OPENID-of-a-person", "a name in a notice"
PRIVATE = (SECRET, TOKEN, CODE, TICKET, OPENID)
CALLS: dict[str, Callable[[Client], Any]] = {
    "send": lambda client: client.send_text(OPENID, "x"),
    "notice": lambda client: client.send_template(OPENID, "T", {"thing1": NAME}, "m1"),
    "person": lambda client: client.person(OPENID),
    "people": lambda client: client.people([OPENID]),
    "tagging": lambda client: client.tag(1, [OPENID])[0][1],
    "menu": lambda client: client.menu(),
    "upload": lambda client: client.upload("image", "a.jpg", b"x", "image/jpeg"),
    "oauth": lambda client: client.exchange_code(CODE),
    "login": lambda client: client.exchange_login(CODE),
    "phone": lambda client: client.phone_number(CODE),
    "ticket": lambda client: client.page_signature("http://u", "n", 1),
    "picture": lambda client: client.code_picture(TICKET),
}
EVERY = (
    "/cgi-bin/message/custom/send", "/cgi-bin/menu/get", "/cgi-bin/media/upload", "/sns/oauth2/access_token",
    "/sns/jscode2session", "/wxa/business/getuserphonenumber", "/cgi-bin/ticket/getticket", "/cgi-bin/showqrcode",
    "/cgi-bin/message/template/send", "/cgi-bin/user/info", "/cgi-bin/user/info/batchget",
    "/cgi-bin/tags/members/batchtagging",
)  # fmt: skip
ECHO = f"said: {SECRET} js_code={CODE}&secret={SECRET} /cgi-bin?access_token={TOKEN}&ticket={TICKET}&openid={OPENID}"
ANSWERS: dict[str, Any] = {
    "an error that echoes": {"errcode": 40013, "errmsg": ECHO},
    "a stale token": {"errcode": 40001, "errmsg": ECHO},
    "a page": (502, ECHO.encode()),
    "a page with 200": (200, ECHO.encode()),
    "a list": (200, b"[]"),
    "a code that is none": {"errcode": ECHO},
    "a redirect": (302, b""),
    "not found": (404, ECHO.encode()),
    "nothing of what was asked": {},
    "reset": RESET,
}
REQUEST = requests.Request("GET", f"http://h/cgi-bin?access_token={TOKEN}&secret={SECRET}").prepare()
POOL = urllib3.connectionpool.HTTPConnectionPool("h")
ADDRESS = f"/cgi-bin?access_token={TOKEN}&secret={SECRET}&js_code={CODE}&ticket={TICKET}&next_openid={OPENID}"
RAISED: list[Exception] = [
    requests.ConnectionError(urllib3.exceptions.MaxRetryError(POOL, ADDRESS, None), request=REQUEST),
    requests.ConnectTimeout(urllib3.exceptions.MaxRetryError(POOL, ADDRESS, None), request=REQUEST),
    requests.ReadTimeout(ADDRESS, request=REQUEST),
    requests.exceptions.SSLError(ADDRESS, request=REQUEST),
    requests.exceptions.ProxyError(ADDRESS, request=REQUEST),
    requests.exceptions.ChunkedEncodingError(ADDRESS, request=REQUEST),
    requests.exceptions.ContentDecodingError(ADDRESS, request=REQUEST),
    requests.exceptions.InvalidURL(ADDRESS, request=REQUEST),
    requests.exceptions.TooManyRedirects(ADDRESS, request=REQUEST),
    urllib3.exceptions.LocationParseError(ADDRESS),
    OSError(5, ADDRESS),
    ValueError(ADDRESS),
    UnicodeEncodeError("utf-8", ADDRESS, 0, 1, "no"),
]


@pytest.fixture
def guarded(make: Callable[..., Client], api: ScriptedApi, hands: Time, caplog: pytest.LogCaptureFixture) -> Client:
    caplog.set_level(logging.DEBUG)
    tokens = LocalTokens(hands.monotonic)
    tokens.put("wx1", TOKEN, 7200)
    api.always["/cgi-bin/stable_token"] = {"access_token": TOKEN, "expires_in": 7200}
    return Client(
        "wx1", SECRET, api.url, api.url, tokens, now=hands.now, sleep=hands.sleep, monotonic=hands.monotonic,
    )  # fmt: skip


def everything_of(error: BaseException) -> str:
    """All that a careless hand may print of an error: its whole chain, with every argument and attribute."""
    said, todo, seen = "", [error], set[int]()
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        said += f"{one!s}{one!r}{one.args!r}{vars(one)!r}" + "".join(traceback.format_exception(one))
        todo += [other for other in (one.__cause__, one.__context__) if other is not None]
    return said


def attempt(call: Callable[[Client], Any], client: Client) -> str:
    """What a call left to be read, error or outcome."""
    try:
        outcome = call(client)
    except (PlatformError, PlatformDown) as error:
        return everything_of(error) + describe(error.outcome)
    return f"{outcome!r}" + (describe(outcome) if type(outcome).__module__ == "wechat.outcomes" else "")


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_what_the_platform_says(
    guarded: Client, api: ScriptedApi, caplog: pytest.LogCaptureFixture, call: Callable[[Client], Any], answer: Any
):
    for path in EVERY:
        api.always[path] = answer
    said = attempt(call, guarded)
    said += "".join(f"{record.getMessage()}{record.args!r}" for record in caplog.records)
    assert said
    assert api.requests
    for private in PRIVATE:
        # What a download brings is the caller's own.
        if answer == ANSWERS["a page with 200"] and call is CALLS["picture"]:
            continue
        assert private not in said


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
def test_what_the_library_raises(
    guarded: Client, monkeypatch: pytest.MonkeyPatch, call: Callable[[Client], Any], error: Exception
):
    """These hold the address with its query, in their words or in the request that hangs on them."""

    def fail(*args: Any, **kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(requests.Session, "request", fail)
    said = attempt(call, guarded)
    assert type(error).__name__ in said or "Retry" in said
    for private in PRIVATE:
        assert private not in said


@pytest.mark.parametrize("name", ["oauth", "login", "phone"])
def test_a_platform_that_repeats_a_persons_code(guarded: Client, api: ScriptedApi, name: str):
    for path in EVERY:
        api.always[path] = {"errcode": 40029, "errmsg": f"invalid code {CODE} for {SECRET} with {TOKEN}"}
    said = attempt(CALLS[name], guarded)
    assert "40029 invalid code *** for *** with" in said
    assert [private for private in (CODE, SECRET) if private in said] == []


@pytest.mark.parametrize("name", ["notice", "people", "tagging"])
def test_a_platform_that_repeats_what_stands_deep_in_a_call(guarded: Client, api: ScriptedApi, name: str):
    for path in EVERY:
        api.always[path] = {"errcode": 47003, "errmsg": f"argument invalid! {OPENID} {NAME}"}
    said = attempt(CALLS[name], guarded)
    assert "47003 argument invalid! ***" in said
    assert OPENID not in said
    assert name != "notice" or NAME not in said


def test_a_token_call_that_goes_wrong(make: Callable[..., Client], api: ScriptedApi, hands: Time):
    for answer in ANSWERS.values():
        api.always["/cgi-bin/stable_token"] = answer
        client = Client("wx1", SECRET, api.url, api.url, LocalTokens(), now=hands.now, sleep=hands.sleep)
        said = attempt(CALLS["menu"], client)
        assert SECRET not in said


def test_no_repr_tells(guarded: Client, called: list[Called]):
    request = Request("GET", "/x", {"secret": SECRET}, {"access_token": TOKEN})
    told = f"{request!r}{Received({'access_token': TOKEN})!r}{Trouble('HTTP 502')!r}{guarded!r}{guarded._token!r}"
    for private in PRIVATE:
        assert private not in told


def test_a_redirect_is_not_followed(guarded: Client, api: ScriptedApi):
    api.always["/cgi-bin/menu/get"] = (302, b"")
    with pytest.raises(PlatformDown):
        guarded.menu()
    assert "/elsewhere" not in [where for _, where, _ in api.requests]


def test_the_library_logs_no_query(guarded: Client, caplog: pytest.LogCaptureFixture):
    guarded.menu()
    lines = [record.getMessage() for record in caplog.records if record.name == "urllib3.connectionpool"]
    assert [line for line in lines if "/cgi-bin/menu/get" in line]
    assert [line for line in lines if TOKEN in line] == []
