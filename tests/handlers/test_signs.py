"""Events about notices, in the forms in which XML and JSON bring them."""

from typing import Any

import pytest

from congress.notices import grants
from tests.handlers.phone import AT, Phone
from wechat.replies import Nothing

A, B = "SB-" + "a" * 40, "SB-" + "b" * 40


@pytest.fixture
def phone(database_url: str) -> Phone:
    return Phone()  # without the demo congress, which these events don't need


def entry(template: str, status: str) -> dict[str, str]:
    return {"TemplateId": template, "SubscribeStatusString": status, "PopupScene": "1"}


@pytest.mark.parametrize(
    "fields",
    [
        {"SubscribeMsgPopupEvent": {"List": [entry(A, "accept"), entry(B, "reject")]}},
        {"SubscribeMsgPopupEvent": {"List": entry(A, "accept")}},
        {"List": [entry(A, "accept"), entry(B, "reject")]},
        {"List": entry(A, "accept")},
    ],
)
def test_an_acceptance_is_a_grant(phone: Phone, fields: dict[str, Any]) -> None:
    assert phone.send("event", event="subscribe_msg_popup_event", fields=fields) == Nothing()
    assert phone.handler == "signs.on_choice"
    assert (grants.count("oPHONE", A), grants.count("oPHONE", B)) == (1, 0)
    phone.send("event", event="subscribe_msg_popup_event", fields=fields)
    assert grants.count("oPHONE", A) == 2
    phone.send("event", event="subscribe_msg_change_event",
               fields={"SubscribeMsgChangeEvent": {"List": entry(A, "reject")}})  # fmt: skip
    assert grants.count("oPHONE", A) == 0


def test_a_repeated_push_grants_once(phone: Phone) -> None:
    for _ in range(3):
        grants.accept("oPHONE", A, AT, "e:oPHONE:1:subscribe_msg_popup_event:")
    found = grants.of(["oPHONE", "oOTHER"], A)
    assert (grants.count("oPHONE", A), list(found)) == (1, ["oPHONE"])
    assert (grants.use(found["oPHONE"], 7), grants.use(found["oPHONE"], 8)) == (True, False)


@pytest.mark.parametrize("fields", [{}, {"List": "x"}, {"SubscribeMsgSentEvent": ""}, {"List": [1, None]}])
def test_odd_events_do_no_harm(phone: Phone, fields: dict[str, Any]) -> None:
    for event in ("subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event",
                  "TEMPLATESENDJOBFINISH"):  # fmt: skip
        assert phone.send("event", event=event, fields=fields) == Nothing()
