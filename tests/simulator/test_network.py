"""The addresses between platform and product (section 8.3)."""

import re
from dataclasses import replace

import pytest

from tests.simulator.conftest import Phone

CHECK = "/cgi-bin/callback/check"


def test_the_addresses(phone: Phone) -> None:
    assert phone.call("/cgi-bin/getcallbackip") == {"ip_list": ["127.0.0.1"]}
    assert phone.call("/cgi-bin/get_api_domain_ip") == {"ip_list": ["127.0.0.1"]}
    phone.switch(ip_networks=True)
    assert phone.call("/cgi-bin/getcallbackip") == {"ip_list": ["127.0.0.1", "127.0.0.0/8"]}


def test_the_webhook_is_tried(phone: Phone) -> None:
    found = phone.call(CHECK, {"action": "all", "check_operator": "UNICOM"})
    assert found["dns"] == [{"ip": "127.0.0.1", "real_operator": "DEFAULT"}]
    [ping] = found["ping"]
    assert re.fullmatch(r"\d+\.\d{3}ms", ping.pop("time"))
    assert ping == {"ip": "127.0.0.1", "from_operator": "UNICOM", "package_loss": "0%"}
    assert set(phone.call(CHECK, {"action": "dns"})) == {"dns"}
    assert set(phone.call(CHECK, {"action": "ping"})) == {"ping"}


@pytest.mark.parametrize(
    ("asked", "errcode"),
    [({}, 40202), ({"action": "trace"}, 40202), ({"action": "dns", "check_operator": "X"}, 40203)],
)
def test_refused_checks(phone: Phone, asked: dict[str, str], errcode: int) -> None:
    assert phone.call(CHECK, asked)["errcode"] == errcode


def test_a_webhook_that_is_down(phone: Phone) -> None:
    phone.platform.settings = replace(phone.platform.settings, webhook="http://127.0.0.1:1/wechat")
    assert phone.call(CHECK, {"action": "ping"})["ping"][0]["package_loss"] == "100%"
