"""The console in real browsers, each with somebody signed in."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from tests.console import signed_in

Enter = Callable[[str], Page]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which an application answers meanwhile."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()


@contextmanager
def entrance(app: Flask, chromium: Browser) -> Iterator[Enter]:
    """Gives each login of the office a browser of its own, as wide as a phone; at the end none may have met an error or
    the policy."""
    expect.set_options(timeout=30_000)
    contexts: list[BrowserContext] = []
    refused: list[str] = []
    with served(app) as url:

        def enter(login: str) -> Page:
            cookie = signed_in(app, "office", login).get_cookie("staff", path="/console")
            assert cookie
            context = chromium.new_context(locale="zh-CN", base_url=url, viewport={"width": 390, "height": 844})
            context.add_cookies([{"name": "staff", "value": cookie.value, "url": f"{url}/console"}])
            contexts.append(context)
            page = context.new_page()
            context.on("weberror", lambda error: refused.append(str(error.error)))
            page.on("console", lambda told: refused.append(told.text) if "Content Security" in told.text else None)
            return page

        yield enter
        for context in contexts:
            context.close()
    assert refused == []
