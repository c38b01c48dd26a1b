"""wx.config in a page: the signature is judged for the page's own address."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask, render_template_string, request
from playwright.sync_api import Page, expect

from simulator.logins.tickets import js_signature
from tests.browser.conftest import ACCOUNT, Stage, _serve

pytestmark = [pytest.mark.browser, pytest.mark.long]
PAGE = """<!doctype html><meta charset=utf-8><h1>...</h1><script src="{{ script }}"></script><script>
const say = (words) => { document.querySelector("h1").textContent += words; };
wx.ready(() => {
  say("ready ");
  wx.updateAppMessageShareData({ title: "大会", success: (said) => say(said.errMsg) });
  wx.hideMenuItems({ fail: (said) => say(" " + said.errMsg) });
});
wx.error((said) => say(said.errMsg));
wx.config({{ config | tojson }});
</script>"""


@pytest.fixture
def site(stage: Stage) -> Iterator[str]:
    """A page that signs itself: rightly, unless its address says `wrong`."""
    app = Flask("site")
    asked = {"grant_type": "client_credential", "appid": ACCOUNT.appid, "secret": ACCOUNT.secret}
    token = stage.call("/cgi-bin/token?" + urlencode(asked))["access_token"]
    ticket = stage.call(f"/cgi-bin/ticket/getticket?type=jsapi&access_token={token}")["ticket"]

    @app.get("/page")
    def page() -> str:
        signed = request.url + ("&more" if "wrong" in request.args else "")
        config: dict[str, Any] = {"appId": ACCOUNT.appid, "timestamp": 1557030600, "nonceStr": "n"}
        config |= {"signature": js_signature(ticket, "n", "1557030600", signed)}
        config |= {"jsApiList": ["updateAppMessageShareData"]}
        return render_template_string(PAGE, script=f"{stage.url}/static/simulator/jweixin.js", config=config)

    server = _serve(app)
    yield f"http://127.0.0.1:{server.port}/page"
    server.shutdown()
    server.server_close()


def test_a_page_that_is_signed_rightly(page: Page, site: str) -> None:
    page.goto(f"{site}?a=1#top")
    refused = "hideMenuItems:fail, the permission value is offline verifying"
    expect(page.locator("h1")).to_have_text(f"...ready updateAppMessageShareData:ok {refused}")


def test_a_page_that_is_signed_wrongly(page: Page, site: str) -> None:
    page.goto(f"{site}?wrong=1")
    expect(page.locator("h1")).to_have_text("...config:fail,Error: invalid signature")
