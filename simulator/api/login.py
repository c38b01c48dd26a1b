"""Who is using the mini program (docs/wechat.md, section 17)."""

import secrets
from typing import Any

from simulator.api.call import OK, Call, Given
from simulator.errors import ApiError
from simulator.logins.login_codes import MINI, PHONE, Login
from simulator.logins.mini_sessions import sealed, signed
from simulator.logins.unionids import unionid
from simulator.phone import acts
from simulator.phone.done import Done, Impossible
from simulator.platform import Platform
from simulator.settings import App
from simulator.store import User

COUNTRY = "86"


def session(given: Given) -> dict[str, Any]:
    """GET /sns/jscode2session: a code of wx.login for the session key; no errcode on success."""
    if given.query.get("grant_type") != "authorization_code":
        raise ApiError(40002)
    code = given.query.get("js_code", "")
    if not code:
        raise ApiError(41008)
    if given.platform.switches.on("mini_login_blocked"):
        raise ApiError(40226)
    used = int(given.platform.switches.text("used_code"))
    refusals = {"unknown": 40029, "foreign": 40029, "used": used, "old": 40029}
    login = given.platform.login_codes.take(code, MINI, given.app.appid, refusals)
    key = given.platform.mini_sessions.begin(login.openid)
    return {"session_key": key, "openid": login.openid} | unionid(given.platform, login.openid)


def phone_number(given: Given) -> dict[str, Any]:
    """POST /wxa/business/getuserphonenumber: a code of the button for the number."""
    code, openid = str(given.json.get("code") or ""), str(given.json.get("openid") or "")
    if not code:
        raise _invalid_code()
    refusals = {"unknown": 40029, "foreign": 40013, "used": 40029, "old": 40029}
    try:
        login = given.platform.login_codes.take(code, PHONE, given.app.appid, refusals)
    except ApiError as error:
        raise _invalid_code() if error.code == 40029 else error from None
    if openid and openid != login.openid:
        raise ApiError(40003)
    return OK | {"phone_info": _phone_info(given.platform, given.app, login.said)}


def _invalid_code() -> ApiError:
    error = ApiError(40029)
    # This call alone still gives a hint (section 8).
    error.text += f" hint: [{secrets.token_urlsafe(12)}]"
    return error


def _phone_info(platform: Platform, app: App, number: str) -> dict[str, Any]:
    return {
        "phoneNumber": number,
        "purePhoneNumber": number,
        "countryCode": COUNTRY,
        "watermark": _watermark(platform, app),
    }


def _watermark(platform: Platform, app: App) -> dict[str, Any]:
    return {"timestamp": int(platform.clock.shown()), "appid": app.appid}


# --- what a person does in the mini program ---


def _mini(platform: Platform) -> App:
    if platform.settings.miniprogram is None:
        raise Impossible("no_miniprogram")
    return platform.settings.miniprogram


def log_in(platform: Platform, user: User, values: Any) -> Done:
    """wx.login: a code."""
    app = _mini(platform)
    platform.mini_sessions.visited(user.mini_openid)
    return Done(answer={"code": platform.login_codes.make(Login(MINI, app.appid, user.mini_openid))})


def give_number(platform: Platform, user: User, values: Any) -> Done:
    """The phone-number button: a code, and for those who logged in the sealed number of older pages beside it.

    `phone` of the values is the number; without it the person has one of their own.
    """
    app = _mini(platform)
    number = str(values.get("phone") or _number(user))
    if not (number.isascii() and number.isdecimal() and 5 <= len(number) <= 17):
        raise Impossible("phone")
    platform.mini_sessions.visited(user.mini_openid)
    code = platform.login_codes.make(Login(PHONE, app.appid, user.mini_openid, said=number))
    key = platform.mini_sessions.key(user.mini_openid)
    more = sealed(key, _phone_info(platform, app, number)) if key else {}
    return Done(answer={"code": code} | more)


def give_profile(platform: Platform, user: User, values: Any) -> Done:
    """wx.getUserInfo: who it is, signed and sealed with the session key."""
    app = _mini(platform)
    key = platform.mini_sessions.key(user.mini_openid)
    if not key:
        raise Impossible("not_logged_in")
    about = {"nickName": user.name, "gender": 0, "language": "", "city": "", "province": "", "country": ""}
    about["avatarUrl"] = f"{platform.settings.own_url}/mmopen/vi_32/{user.mini_openid}/132"
    whole = about | {"openId": user.mini_openid} | _union_in_data(platform, user)
    whole["watermark"] = _watermark(platform, app)
    return Done(answer=signed(key, about) | sealed(key, whole))


def _union_in_data(platform: Platform, user: User) -> dict[str, str]:
    found = unionid(platform, user.mini_openid)
    return {"unionId": found["unionid"]} if found else {}


def _number(user: User) -> str:
    # Eleven digits of a series that is used in examples only.
    return f"1380013{sum(user.openid.encode()) % 10_000:04d}"


acts.DO.update(mini_login=log_in, mini_phone=give_number, mini_profile=give_profile)
CALLS = {
    "/sns/jscode2session": Call("GET", session, token=False, secret=True),
    "/wxa/business/getuserphonenumber": Call("POST", phone_number),
}
