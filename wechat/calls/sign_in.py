"""Who somebody is: codes that the browser or the mini program brings (docs/wechat.md, sections 15 and 17)."""

from dataclasses import dataclass
from typing import Any

from wechat.caller import Caller


@dataclass(frozen=True)
class Person:
    """Whom a code stands for. `snapshot`: the platform showed them a page with a person that doesn't exist."""

    openid: str
    unionid: str = ""
    snapshot: bool = False


class SignIn(Caller):
    """A code is worth one exchange, so that none is made twice. Raises PlatformError or PlatformDown."""

    def exchange_code(self, code: str) -> Person:
        """The person of a code from the page of OAuth."""
        query = {**self._credentials(), "code": code, "grant_type": "authorization_code"}
        answer = self.call("GET", "/sns/oauth2/access_token", query=query, token=False)
        return Person(answer["openid"], answer.get("unionid", ""), answer.get("is_snapshotuser") == 1)

    def exchange_login(self, code: str) -> Person:
        """The person of a code of wx.login. The session key is left where it is: nothing of ours needs it."""
        query = {**self._credentials(), "js_code": code, "grant_type": "authorization_code"}
        answer = self.call("GET", "/sns/jscode2session", query=query, token=False)
        return Person(answer["openid"], answer.get("unionid", ""))

    def phone_number(self, code: str) -> str:
        """The number, without the country's code, that a person shared by the mini program's button."""
        answer: dict[str, Any] = self.call("POST", "/wxa/business/getuserphonenumber", {"code": code})
        return str(answer["phone_info"]["purePhoneNumber"])

    def _credentials(self) -> dict[str, str]:
        return {"appid": self.appid, "secret": self._secret}
