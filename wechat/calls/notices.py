"""Template messages and subscription notifications (docs/wechat.md, sections 12 and 13)."""

from collections.abc import Mapping
from typing import Any

from wechat.caller import Caller
from wechat.outcomes import Outcome


class Notices(Caller):
    """Messages that need no open window. Values go by their bare names: {"thing1": "..."}."""

    def send_template(
        self, openid: str, template_id: str, values: Mapping[str, str], message_id: str, *, url: str = "",
        page: tuple[str, str] | None = None,
    ) -> Outcome:  # fmt: skip
        """A template message; `page` is (appid, path) of a mini program and wins over `url`.

        `message_id` is our own: within ten minutes the platform sends it to this person once, so that the call may be
        repeated. Done holds the platform's `msgid`, under which TEMPLATESENDJOBFINISH tells of the delivery.
        """
        body = _message(openid, template_id, values) | {"client_msg_id": message_id}
        if url:
            body["url"] = url
        if page:
            body["miniprogram"] = {"appid": page[0], "pagepath": page[1]}
        return self.outcome("POST", "/cgi-bin/message/template/send", body, again=True)

    def send_subscribed(
        self, openid: str, template_id: str, values: Mapping[str, str], *, page: str = "", state: str = "formal",
        language: str = "zh_CN",
    ) -> Outcome:  # fmt: skip
        """A notification that uses up one grant; never repeated, since it has no id of its own.

        bizsend for the account, send for the mini program, whose `state` is developer, trial or formal.
        """
        body = _message(openid, template_id, values)
        if page:
            body["page"] = page
        if not self.miniprogram:
            return self.outcome("POST", "/cgi-bin/message/subscribe/bizsend", body)
        body |= {"miniprogram_state": state, "lang": language}
        return self.outcome("POST", "/cgi-bin/message/subscribe/send", body)


def _message(openid: str, template_id: str, values: Mapping[str, str]) -> dict[str, Any]:
    data = {name: {"value": value} for name, value in values.items()}
    return {"touser": openid, "template_id": template_id, "data": data}
