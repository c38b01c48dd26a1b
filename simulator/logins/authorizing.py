"""What an address of the web login must be, and where it leads back to (docs/wechat.md, section 15)."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from simulator.platform import Platform

SCOPES = ("snsapi_base", "snsapi_userinfo")
ORDER = ("appid", "redirect_uri", "response_type", "scope", "state")
FRAGMENT = "#wechat_redirect"
_STATE = re.compile(r"[A-Za-z0-9]{0,128}")


class Refused(Exception):
    """The page says no; `name` is the platform's number, or the word for a page that shows none."""

    def __init__(self, name: str, about: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.about = about


@dataclass(frozen=True)
class Wanted:
    """A checked request for a login."""

    appid: str
    redirect_uri: str
    scope: str
    state: str

    def back(self, code: str | None) -> str:
        """Where the browser goes next; without a code when the person refused."""
        scheme, host, path, query, fragment = urlsplit(self.redirect_uri)
        added = [("code", code)] if code else []
        added.append(("state", self.state))
        joined = "&".join([*([query] if query else []), *(f"{name}={quote(value, safe='')}" for name, value in added)])
        return urlunsplit((scheme, host, path, joined, fragment))


def checked(platform: Platform, query: str) -> Wanted:
    """What the address wants. Raises Refused."""
    pairs = parse_qsl(query, keep_blank_values=True)
    values = dict(pairs)
    if not values.get("appid"):
        raise Refused("10012")
    if values["appid"] != platform.settings.account.appid:
        # The mini program has no web login, and nobody else is here.
        raise Refused("10016" if values["appid"] in platform.apps else "appid")
    if not values.get("redirect_uri"):
        raise Refused("10011")
    if not values.get("scope"):
        raise Refused("10010")
    domain = oauth_domain(platform)
    if not leads_to(values["redirect_uri"], domain):
        raise Refused("10003", domain)
    if values["scope"] not in SCOPES:
        raise Refused("10005")
    if values.get("response_type") != "code":
        raise Refused("parameters", "response_type=code")
    if platform.switches.on("oauth_strict"):
        known = [name for name, _ in pairs if name in ORDER]
        if known != [name for name in ORDER if name in values]:
            raise Refused("parameters", ", ".join(ORDER))
        if not _STATE.fullmatch(values.get("state", "")):
            raise Refused("parameters", "state: [A-Za-z0-9]{0,128}")
    return Wanted(values["appid"], values["redirect_uri"], values["scope"], values.get("state", ""))


def leads_to(address: str, domain: str) -> bool:
    """Whether a browser that opens the address ends at that very host, over http or https."""
    # Browsers read a backslash as a slash, and another host after it; a line break would end the header.
    if "\\" in address or any(ord(character) <= 32 or ord(character) == 127 for character in address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and parts.hostname == domain and not parts.username
    except ValueError:
        return False


def oauth_domain(platform: Platform) -> str:
    """The domain that the settings page holds: the switch's, else the product's public address, else the webhook's."""
    set_by_hand = platform.switches.text("oauth_domain").strip().lower()
    if set_by_hand:
        return set_by_hand
    return urlsplit(platform.settings.public_url or platform.settings.webhook).hostname or ""
