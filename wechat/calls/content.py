"""The platform's look at what people write (docs/wechat.md, section 17)."""

from dataclasses import dataclass

from wechat.caller import Caller

SCENES = {"profile": 1, "comment": 2, "forum": 3, "log": 4}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`suggest` is pass, review or risky; `label` the platform's kind (100 is none); `trace` to ask about it."""

    suggest: str
    label: int
    trace: str


class Content(Caller):
    """Raises PlatformError or PlatformDown."""

    def check_text(self, openid: str, scene: str, content: str) -> Verdict:
        """Judge up to 2500 characters of a person who was in the mini program within two hours.

        `scene` is one of SCENES. Risky text is no error: `suggest` says so.
        """
        body = {"version": 2, "openid": openid, "scene": SCENES[scene], "content": content}
        answer = self.call("POST", "/wxa/msg_sec_check", body, again=True)
        result = answer["result"]
        return Verdict(result["suggest"], int(result["label"]), answer.get("trace_id", ""))
