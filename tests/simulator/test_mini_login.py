"""The mini program's login, phone numbers and codes (section 17)."""

import base64
import hashlib
import io
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from PIL import Image

from simulator.logins.mini_sessions import data_signature, sealed
from tests.simulator.conftest import ACCOUNT, MINI, SHOWN, ManualClock, Phone


def log_in(phone: Phone, code: str, **changed: str) -> dict[str, Any]:
    """Exchange a code of wx.login; an error's text comes without its random end."""
    asked = {"appid": MINI.appid, "secret": MINI.secret, "js_code": code, "grant_type": "authorization_code"}
    response = phone.client.get("/sns/jscode2session", query_string=asked | changed)
    assert response.status_code == 200
    answer: dict[str, Any] = response.get_json()
    if "errmsg" in answer:
        answer["errmsg"] = re.sub(r" rid: [0-9a-f]{8}(-[0-9a-f]{8}){2}$", "", answer["errmsg"])
    return answer


def mini_openid(phone: Phone, openid: str) -> str:
    """By which openid the mini program knows the person."""
    user = phone.platform.store.user(openid)
    assert user is not None
    return user.mini_openid


def opened(session_key: str, data: dict[str, str]) -> dict[str, Any]:
    """What stands in encryptedData: AES-128-CBC, padding of at most 16 bytes."""
    key, iv = base64.b64decode(session_key), base64.b64decode(data["iv"])
    assert (len(key), len(iv)) == (16, 16)
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    padded = cipher.update(base64.b64decode(data["encryptedData"])) + cipher.finalize()
    assert 1 <= padded[-1] <= 16
    assert padded[-padded[-1] :] == bytes([padded[-1]]) * padded[-1]
    found: dict[str, Any] = json.loads(padded[: -padded[-1]])
    return found


# --- wx.login ---


def test_a_login_has_no_errcode(phone: Phone) -> None:
    openid = phone.person()
    code = phone.act(openid, "mini_login")["code"]
    session = log_in(phone, code)
    assert set(session) == {"session_key", "openid"}
    assert session["openid"] == mini_openid(phone, openid) != openid
    assert len(base64.b64decode(session["session_key"])) == 16
    assert log_in(phone, code) == {"errcode": 40163, "errmsg": "code been used,"}
    phone.switch(used_code="40029")
    assert log_in(phone, code) == {"errcode": 40029, "errmsg": "invalid code,"}


def test_a_code_of_wx_login_lives_five_minutes(phone: Phone, clock: ManualClock) -> None:
    openid = phone.person()
    first, second = (phone.act(openid, "mini_login")["code"] for _ in range(2))
    clock.pass_by(300)
    assert "session_key" in log_in(phone, first)
    clock.pass_by(1)
    assert log_in(phone, second)["errcode"] == 40029


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"appid": ""}, 41002),
        ({"appid": "wx0"}, 40013),
        ({"secret": ""}, 41004),
        ({"secret": "wrong"}, 40125),
        ({"grant_type": "client_credential"}, 40002),
        ({"js_code": ""}, 41008),
        ({"js_code": "0" * 32}, 40029),
        ({"appid": ACCOUNT.appid, "secret": ACCOUNT.secret}, 40029),
    ],
)
def test_refused_logins_leave_the_code_unused(phone: Phone, changed: dict[str, str], errcode: int) -> None:
    code = phone.act(phone.person(), "mini_login")["code"]
    assert log_in(phone, **{"code": code} | changed)["errcode"] == errcode
    assert "session_key" in log_in(phone, code)


def test_a_blocked_person(phone: Phone) -> None:
    code = phone.act(phone.person(), "mini_login")["code"]
    phone.switch(mini_login_blocked=True)
    assert log_in(phone, code) == {"errcode": 40226, "errmsg": "code blocked,"}


def test_one_person_has_one_unionid(phone: Phone) -> None:
    openid = phone.person()
    phone.switch(unionid=True)
    ids = [log_in(phone, phone.act(openid, "mini_login")["code"])["unionid"] for _ in range(2)]
    other = log_in(phone, phone.act(phone.person(), "mini_login")["code"])["unionid"]
    assert ids[0] == ids[1] != other


# --- the phone number ---


def test_a_phone_number_comes_with_a_watermark(phone: Phone) -> None:
    openid = phone.person()
    code = phone.act(openid, "mini_phone", phone="13800130001")["code"]
    assert len(code) == 64
    watermark = {"timestamp": SHOWN, "appid": MINI.appid}
    number = {"phoneNumber": "13800130001", "purePhoneNumber": "13800130001", "countryCode": "86"}
    path = "/wxa/business/getuserphonenumber"
    expected = {"errcode": 0, "errmsg": "ok", "phone_info": number | {"watermark": watermark}}
    assert phone.call(path, {"code": code, "openid": mini_openid(phone, openid)}, MINI) == expected
    used = phone.call(path, {"code": code}, MINI)
    assert used["errcode"] == 40029
    assert re.fullmatch(r"invalid code hint: \[[\w-]{16}\]", used["errmsg"])


def test_refused_phone_numbers(phone: Phone, clock: ManualClock) -> None:
    openid = phone.person()
    path = "/wxa/business/getuserphonenumber"
    code = phone.act(openid, "mini_phone")["code"]
    login = phone.act(openid, "mini_login")["code"]
    assert phone.call(path, {"code": code}, ACCOUNT)["errcode"] == 40013
    assert phone.call(path, {"code": login}, MINI)["errcode"] == 40029
    assert phone.call(path, {"code": ""}, MINI)["errcode"] == 40029
    assert log_in(phone, code)["errcode"] == 40029
    clock.pass_by(301)
    assert phone.call(path, {"code": code}, MINI)["errcode"] == 40029
    code = phone.act(openid, "mini_phone")["code"]
    assert phone.call(path, {"code": code, "openid": openid}, MINI)["errcode"] == 40003
    assert phone.act(openid, "mini_phone", phone="abc") == {"ok": False, "error": "手机号是 5 到 17 位数字"}


# --- what a page gets from the phone ---


def test_sealed_data_opens_with_the_session_key(phone: Phone) -> None:
    openid = phone.person("王代表")
    assert phone.act(openid, "mini_profile") == {"ok": False, "error": "请先在小程序里登录"}
    session = log_in(phone, phone.act(openid, "mini_login")["code"])
    key = session["session_key"]
    profile = phone.act(openid, "mini_profile")
    assert profile["signature"] == hashlib.sha1((profile["rawData"] + key).encode()).hexdigest()
    assert json.loads(profile["rawData"])["nickName"] == "王代表"
    inside = opened(key, profile)
    assert inside["openId"] == session["openid"]
    assert inside["watermark"] == {"timestamp": SHOWN, "appid": MINI.appid}
    number = opened(key, phone.act(openid, "mini_phone", phone="13800130002"))
    assert number["phoneNumber"] == "13800130002"
    again = log_in(phone, phone.act(openid, "mini_login")["code"])["session_key"]
    assert again != key
    assert opened(again, phone.act(openid, "mini_profile"))["openId"] == session["openid"]


@pytest.mark.parametrize("length", range(17))
def test_every_padding(length: int) -> None:
    key = base64.b64encode(bytes(range(16))).decode()
    values = {"x": "a" * length}
    assert opened(key, sealed(key, values)) == values


def test_the_signature_of_the_documentation() -> None:
    raw = (
        '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN",'
        '"avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAt'
        'pujxyzYsrztuuICqIM5ibXQ/0"}'
    )
    assert data_signature(raw, "HyVFkGl5F5OQWJZZaNzBBg==") == "75e81ceda165f4ffa64f4068af58c64b8f54b88c"


# --- the mini program's own codes ---


def picture(phone: Phone, /, **wanted: Any) -> Any:
    """The answer to a wanted code."""
    address = f"/wxa/getwxacodeunlimit?access_token={phone.token(MINI)}"
    return phone.client.post(address, json={"scene": "delegate=1"} | wanted)


def test_a_code_names_page_and_scene(phone: Phone) -> None:
    answer = picture(
        phone, scene="d=BJ14-0033&x=~", page="pages/me/me", width=500, line_color={"r": 160, "g": 0, "b": 0}
    )
    image = Image.open(io.BytesIO(answer.data))
    assert (answer.mimetype, image.format, image.size) == ("image/jpeg", "JPEG", (500, 500))
    said = parse_qs(urlsplit(zxingcpp.read_barcodes(image)[0].text).query)
    assert said == {
        "appid": [MINI.appid],
        "page": ["pages/me/me"],
        "scene": ["d=BJ14-0033&x=~"],
        "env_version": ["release"],
    }


def test_a_scanned_code_opens_the_mini_program(phone: Phone) -> None:
    openid = phone.person(following=False)
    code = (io.BytesIO(picture(phone, scene="d=BJ14-0033", page="pages/me/me").data), "code.jpg")
    answer = phone.client.post("/phone/scan-picture", data={"openid": openid, "picture": code}).get_json()
    opens = {"appid": MINI.appid, "page": "pages/me/me", "scene": "d=BJ14-0033", "env_version": "release"}
    assert answer == {"ok": True, "miniprogram": opens}
    asked = {"version": 2, "openid": mini_openid(phone, openid), "scene": 1, "content": "好"}
    assert phone.call("/wxa/msg_sec_check", asked, MINI)["errcode"] == 0


def test_a_code_without_ground(phone: Phone) -> None:
    answer = picture(phone, is_hyaline=True, width=2000, env_version="trial")
    image = Image.open(io.BytesIO(answer.data))
    assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (1280, 1280))
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image)
    assert "env_version=trial" in zxingcpp.read_barcodes(ground)[0].text


@pytest.mark.parametrize(
    ("wanted", "errcode"),
    [
        ({"scene": ""}, 40169),
        ({"scene": "a" * 33}, 40169),
        ({"scene": 7}, 40169),
        ({"scene": "a%20b"}, 40129),
        ({"scene": "代表"}, 40129),
        ({"scene": "scancode_time=1"}, 85096),
        ({"page": "/pages/index/index"}, 41030),
        ({"page": "pages/index/index?a=1"}, 41030),
        ({"page": "pages/none/none"}, 41030),
        ({"width": "430"}, 40097),
        ({"env_version": "beta"}, 40097),
        ({"line_color": {"r": 256, "g": 0, "b": 0}}, 40097),
        ({"line_color": "red"}, 40097),
        ({"is_hyaline": "yes"}, 40097),
    ],
)
def test_refused_codes(phone: Phone, wanted: dict[str, Any], errcode: int) -> None:
    phone.switch(mini_pages="pages/index/index, pages/me/me")
    answer = picture(phone, **wanted)
    assert (answer.status_code, answer.mimetype, answer.get_json()["errcode"]) == (200, "application/json", errcode)


def test_a_page_that_is_not_checked(phone: Phone) -> None:
    phone.switch(mini_pages="pages/index/index")
    assert picture(phone, page="pages/new/new", check_path=False).mimetype == "image/jpeg"


def test_the_account_has_no_such_codes(phone: Phone) -> None:
    assert phone.call("/wxa/getwxacodeunlimit", {"scene": "a"}, ACCOUNT)["errcode"] == 48001
