"""The tokens of the web login, and what they open (docs/wechat.md, section 15)."""

import hashlib
from typing import Any

from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.logins.login_codes import OAUTH
from simulator.logins.unionids import unionid
from simulator.logins.web_sessions import LIFETIME, WebSession
from simulator.switches import WORDS


def exchange(given: Given) -> dict[str, Any]:
    """GET /sns/oauth2/access_token: a code for tokens, once."""
    if given.query.get("grant_type") != "authorization_code":
        raise ApiError(40002)
    code = given.query.get("code", "")
    if not code:
        raise ApiError(41008)
    used = int(given.platform.switches.text("used_code"))
    refusals = {"unknown": 40029, "foreign": 40029, "used": used, "old": 42003}
    login = given.platform.login_codes.take(code, OAUTH, given.app.appid, refusals)
    openid = _virtual(login.openid) if login.snapshot else login.openid
    session = given.platform.web_sessions.begin(openid, login.scope, login.snapshot)
    answer = _tokens(session)
    if login.scope == "snsapi_userinfo":
        answer |= unionid(given.platform, openid)
    return answer | ({"is_snapshotuser": 1} if login.snapshot else {})


def refresh(given: Given) -> dict[str, Any]:
    """GET /sns/oauth2/refresh_token: the secret isn't asked for."""
    appid, token = given.query.get("appid", ""), given.query.get("refresh_token", "")
    if not appid:
        raise ApiError(41002)
    if appid != given.platform.settings.account.appid:
        raise ApiError(40013)
    if given.query.get("grant_type") != "refresh_token":
        raise ApiError(40002)
    if not token:
        raise ApiError(41003)
    return _tokens(given.platform.web_sessions.refresh(token))


def person(given: Given) -> dict[str, Any]:
    """GET /sns/userinfo: name and picture, for those who allowed it."""
    session = _session(given)
    if session.scope != "snsapi_userinfo":
        raise ApiError(48001)
    user = given.platform.store.user(session.openid)
    picture = f"{given.platform.settings.own_url}/mmopen/vi_32/{session.openid}/132"
    return {
        "openid": session.openid,
        "nickname": WORDS["snapshot_name"] if user is None else user.name,
        "sex": 0,
        "language": "",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": picture,
        "privilege": [],
    } | unionid(given.platform, session.openid)


def auth(given: Given) -> dict[str, Any]:
    """GET /sns/auth: whether a token still serves for that person."""
    _session(given)
    return OK


def _session(given: Given) -> WebSession:
    token, openid = given.query.get("access_token", ""), given.query.get("openid", "")
    if not token:
        raise ApiError(41001)
    session = given.platform.web_sessions.check(token)
    if not openid:
        raise ApiError(41009)
    if openid != session.openid:
        raise ApiError(40003)
    return session


def _tokens(session: WebSession) -> dict[str, Any]:
    return {
        "access_token": session.access_token,
        "expires_in": LIFETIME,
        "refresh_token": session.refresh_token,
        "openid": session.openid,
        "scope": session.scope,
    }


def _virtual(openid: str) -> str:
    # Who looks at a snapshot page is nobody that the account knows, and not the same from day to day: here it is.
    return "o" + hashlib.sha256(f"snapshot:{openid}".encode()).hexdigest()[:27]


CALLS = {
    "/sns/oauth2/access_token": Call("GET", exchange, token=False, secret=True),
    "/sns/oauth2/refresh_token": Call("GET", refresh, token=False),
    "/sns/userinfo": Call("GET", person, token=False),
    "/sns/auth": Call("GET", auth, token=False),
}
