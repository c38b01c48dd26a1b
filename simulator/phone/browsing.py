"""What the phone's in-app browser asks the stand-in beside the platform's API."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, request

from simulator.logins.authorizing import oauth_domain
from simulator.phone import holders
from simulator.phone.portraits import portrait
from simulator.platform import Platform


def blueprint(platform: Platform) -> Blueprint:
    """The routes of the in-app browser."""
    browser = Blueprint("browsing", __name__)

    @browser.get("/phone/holder")
    def holder() -> Any:
        """The signed text that a person's browser carries; also as a cookie, for programs without a browser."""
        user = platform.store.user(request.args.get("openid", ""))
        if user is None:
            return jsonify(ok=False), 404
        text = platform.holders.text(user)
        response = jsonify(ok=True, holder=text, window=holders.MARK + text)
        if request.args.get("cookie"):
            response.set_cookie(holders.COOKIE, text, path="/connect", httponly=True, samesite="Lax")
        return response

    @browser.get("/mmopen/vi_32/<openid>/132")
    def picture(openid: str) -> Response:
        """The picture of a person that an account or a mini program was told of."""
        return Response(portrait(openid), mimetype="image/jpeg", headers={"Cache-Control": "max-age=86400"})

    @browser.route("/phone/wx-config", methods=["POST", "OPTIONS"])
    def wx_config() -> Response:
        """What a real phone says to wx.config: `errMsg` is config:ok, or why not."""
        # The page that asks is the product's, on another port: its browser asks first whether it may.
        if request.method == "OPTIONS":
            response = Response("", 204, {"Access-Control-Allow-Headers": "content-type"})
        else:
            given = request.get_json()
            values = given if isinstance(given, dict) else {}
            response = jsonify(errMsg=_config(platform, {name: str(values.get(name) or "") for name in _CONFIG}))
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return browser


_CONFIG = ("appId", "timestamp", "nonceStr", "signature", "url")


def _config(platform: Platform, given: dict[str, str]) -> str:
    if given["appId"] != platform.settings.account.appid:
        return "config:fail,invalid appid"
    if urlsplit(given["url"]).hostname != oauth_domain(platform):
        return "config:fail,invalid url domain"
    signed = given["nonceStr"], given["timestamp"], given["url"], given["signature"]
    return "config:ok" if platform.tickets.verify(*signed) else "config:fail,Error: invalid signature"
