"""The platform's API as we call it: menu, codes, customer-service messages; for the account or the mini program."""

import threading
import time
from dataclasses import dataclass
from typing import Any

import requests
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from wechat.replies import Cards, Image, Reply, Text
from wechat.tokens import Tokens

TIMEOUT = (3.0, 8.0)  # seconds to connect, to read
STALE = frozenset({40001, 40014, 42001})  # the token, not the call, is wrong (section 19)
WAIT_FOR_TOKEN = 12.0  # seconds for another process to refresh


class PlatformError(Exception):
    """The platform said no. `code` is its errcode; the text holds no secret and no token."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code


class PlatformDown(Exception):
    """The platform could not be reached, or answered something that is not its own."""


@dataclass(frozen=True, slots=True)
class Code:
    """A parametric code: `url` is what the picture says; `expires_in` in seconds, None for a permanent one."""

    ticket: str
    url: str
    expires_in: int | None


class _Sdk(WeChatClient):
    """wechatpy's client without its own tokens and its own, unbounded, retry."""

    def __init__(self, appid: str, secret: str, api_url: str) -> None:
        super().__init__(appid, secret, timeout=TIMEOUT, auto_retry=False)
        self.API_BASE_URL = f"{api_url}/cgi-bin/"
        self.current = ""

    @property
    def access_token(self) -> str:
        return self.current


class Client:
    """One appid's calls. Raises PlatformError or PlatformDown. Safe between threads."""

    def __init__(self, appid: str, secret: str, api_url: str, mp_url: str, tokens: Tokens) -> None:
        self._appid, self._secret, self._api_url, self._mp_url = appid, secret, api_url, mp_url
        self._tokens = tokens
        self._own = threading.local()

    def create_code(self, scene: str, permanent: bool, seconds: int = 2_592_000) -> Code:
        """Create a parametric code for a scene string of 1 to 64 characters (section 11)."""
        info: dict[str, Any] = {"action_info": {"scene": {"scene_str": scene}}}
        if permanent:
            info["action_name"] = "QR_LIMIT_STR_SCENE"
        else:
            info |= {"action_name": "QR_STR_SCENE", "expire_seconds": seconds}
        answer = self._call("POST", "qrcode/create", info)
        expires = answer.get("expire_seconds")
        return Code(answer["ticket"], answer["url"], None if permanent or expires is None else int(expires))

    def code_picture(self, ticket: str) -> bytes:
        """The platform's own picture of a code (JPEG); needs no token."""
        try:
            answer = requests.get(f"{self._mp_url}/cgi-bin/showqrcode", {"ticket": ticket}, timeout=TIMEOUT)
        except requests.RequestException as error:
            raise PlatformDown(type(error).__name__) from None
        if answer.status_code == 404:
            raise PlatformError(404, "the ticket is not valid")
        if not answer.ok:
            raise PlatformDown(f"HTTP {answer.status_code}")
        return answer.content

    def publish_menu(self, tree: dict[str, Any]) -> None:
        """Replace the default menu (section 10)."""
        self._call("POST", "menu/create", tree)

    def menu(self) -> dict[str, Any] | None:
        """The menu as the platform has it, None when there is none."""
        try:
            return self._call("GET", "menu/get", None)
        except PlatformError as error:
            if error.code == 46003:
                return None
            raise

    def send(self, openid: str, reply: Reply) -> None:
        """A customer-service message (section 9): text, one news article or a picture; nothing else is sent."""
        match reply:
            case Text(content) if content:
                message: dict[str, Any] = {"msgtype": "text", "text": {"content": content}}
            case Cards(articles) if articles:
                article = articles[0]
                entry = {"title": article.title, "description": article.description, "url": article.url,
                         "picurl": article.picture}  # fmt: skip
                message = {"msgtype": "news", "news": {"articles": [entry]}}
            case Image(media_id):
                message = {"msgtype": "image", "image": {"media_id": media_id}}
            case _:
                return
        self._call("POST", "message/custom/send", {"touser": openid, **message})

    def _call(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        """One call; when the token turns out to be stale, once more with a new one."""
        token = self._token()
        try:
            return self._once(method, path, body, token)
        except PlatformError as error:
            if error.code not in STALE:
                raise
        self._tokens.drop(self._appid, token)
        return self._once(method, path, body, self._token())

    def _once(self, method: str, path: str, body: dict[str, Any] | None, token: str) -> dict[str, Any]:
        sdk = getattr(self._own, "sdk", None)
        if sdk is None:
            sdk = self._own.sdk = _Sdk(self._appid, self._secret, self._api_url)
        sdk.current = token
        try:
            # wechatpy writes raw UTF-8 JSON, as the platform demands (section 8).
            answer = sdk.post(path, data=body) if method == "POST" else sdk.get(path)
        except WeChatClientException as error:
            if error.errcode is None:  # wechatpy's way to say that HTTP failed
                raise PlatformDown("not an answer of the platform") from None
            raise PlatformError(int(error.errcode), self._clean(str(error.errmsg), token)) from None
        except (requests.RequestException, ValueError) as error:
            raise PlatformDown(type(error).__name__) from None
        if not isinstance(answer, dict):
            raise PlatformDown("not JSON")
        return answer

    def _token(self) -> str:
        """The shared token; of all who miss it one fetches, the others wait."""
        until = time.monotonic() + WAIT_FOR_TOKEN
        while time.monotonic() < until:
            if token := self._tokens.get(self._appid):
                return token
            if ticket := self._tokens.lock(self._appid):
                try:
                    return self._tokens.get(self._appid) or self._fetch_token()
                finally:
                    self._tokens.unlock(self._appid, ticket)
            time.sleep(0.05)
        raise PlatformDown("no token: another process is still fetching one")

    def _fetch_token(self) -> str:
        body = {"grant_type": "client_credential", "appid": self._appid, "secret": self._secret}
        try:
            answer = requests.post(f"{self._api_url}/cgi-bin/stable_token", json=body, timeout=TIMEOUT).json()
            token, seconds = answer.get("access_token"), answer.get("expires_in", 0)
        except (requests.RequestException, ValueError, AttributeError) as error:
            raise PlatformDown(type(error).__name__) from None
        if not token:
            raise PlatformError(int(answer.get("errcode", -1)), self._clean(str(answer.get("errmsg", "")), ""))
        self._tokens.put(self._appid, token, float(seconds))
        return str(token)

    def _clean(self, message: str, token: str) -> str:
        for private in (self._secret, token):
            if private:
                message = message.replace(private, "***")
        return message
