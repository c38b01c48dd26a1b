"""The plain thing a user would write: Flask, wechatpy, a get and a set of redis-py, answers from a dictionary."""

import os

import redis
from flask import Flask, Response, abort, request
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.utils import check_signature

TOKEN, APPID, AES_KEY = "demotoken", "wx0123456789abcdef", "A" * 43
AGENDA = "5月6日 周一\n\n" + "\n".join(f"{hour}:00 大会第{hour - 7}项议程\n  人民大会堂" for hour in range(8, 14))
FOUND = "查到了：在大会服务处一层，服务时间 8:00—20:00，请联系会务组。"
ANSWERS = {
    "subscribe": "欢迎关注信息小助手！点菜单或直接提问。",
    "SCAN": "欢迎报到！",
    "wifi": "网络 Congress，密码见代表证背面。",
}


def create_app() -> Flask:
    """The application."""
    app = Flask(__name__)
    store = redis.Redis.from_url(os.environ["REDIS_URL"])
    crypto = WeChatCrypto(TOKEN, AES_KEY, APPID)

    @app.post("/wechat")
    def wechat() -> Response:
        args = request.args
        body = request.get_data()
        sealed = args.get("encrypt_type") == "aes"
        try:
            if sealed:
                body = crypto.decrypt_message(body, args["msg_signature"], args["timestamp"], args["nonce"])
            else:
                check_signature(TOKEN, args["signature"], args["timestamp"], args["nonce"])
        except (InvalidSignatureException, InvalidAppIdException):
            abort(403)
        message = parse_message(body)
        key = f"answer:{message.id or f'{message.source}:{message.create_time}'}"
        kept = store.get(key)
        if kept is None:
            asked = message.content if message.type == "text" else getattr(message, "key", "") or message.event
            answer = ANSWERS.get(asked) or (AGENDA if "议程" in asked or "agenda" in asked or "会" in asked else FOUND)
            kept = create_reply(answer, message).render()
            store.set(key, kept, ex=60)
        if sealed:
            kept = crypto.encrypt_message(kept, args["nonce"], args["timestamp"])
        return Response(kept, content_type="text/xml")

    return app
