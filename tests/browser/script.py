"""A tiny webhook that answers from a script, with a page to open."""

import io
from collections.abc import Iterable
from xml.sax.saxutils import escape

import defusedxml.ElementTree
from flask import Flask, Response, request
from PIL import Image

NASTY = """<img src=x onerror="window.hurt=1"><script>window.hurt=1</script><b onclick="window.hurt=1">粗</b>"""
LINKS = (
    'A <a href="{origin}/page?a=1&amp;b=2">日程页</a>\n'
    'B <a href="javascript:window.hurt=1">点我</a>\n'
    "C {origin}/page?c=3，请看\n"
    'D <a href="{origin}/page" onclick="window.hurt=1"><img src=x onerror="window.hurt=1"></a>'
)
TITLES = ("六百余名代表报到", NASTY, "融媒体中心亮相")


def scripted_webhook() -> Flask:
    """Plain mode only: the answer depends on the words or the key; unknown words get no answer but `success`."""
    app = Flask("script")

    @app.post("/wechat")
    def webhook() -> Response:
        push = {child.tag: child.text or "" for child in defusedxml.ElementTree.fromstring(request.get_data())}
        asked = next((push[name] for name in ("EventKey", "Content", "Recognition", "MsgType") if name in push), "")
        origin = request.host_url.rstrip("/")
        reply = _reply(push.get("Event", ""), asked, origin)
        if not reply:
            return Response("success")
        return Response(
            f"<xml><ToUserName>{push['FromUserName']}</ToUserName><FromUserName>{push['ToUserName']}</FromUserName>"
            f"<CreateTime>1</CreateTime>{reply}</xml>",
            mimetype="text/xml",
        )

    @app.get("/page")
    def page() -> Response:
        return Response("<!doctype html><meta charset=utf-8><title>页</title><h1>一篇稿件</h1>", mimetype="text/html")

    @app.get("/cover.png")
    def cover() -> Response:
        drawn = io.BytesIO()
        Image.new("RGB", (360, 200), "#8fb3d9").save(drawn, "PNG")
        return Response(drawn.getvalue(), mimetype="image/png")

    return app


def _reply(event: str, asked: str, origin: str) -> str:
    if event == "subscribe":
        return _text(f"欢迎使用信息小助手！\n您是从 {asked or '搜索'} 来的。")
    if event == "unsubscribe":
        return ""
    if asked == "news.focus":
        return _news(TITLES, origin)
    if asked == "一篇":
        return _news(TITLES[:1], origin)
    if asked == "坏":
        return _text(NASTY)
    if asked == "链接":
        return _text(LINKS.format(origin=origin))
    if asked == "不答":
        return ""
    return _text(f"收到：{asked}")


def _text(content: str) -> str:
    return f"<MsgType>text</MsgType><Content>{escape(content)}</Content>"


def _news(titles: Iterable[str], origin: str) -> str:
    items = [
        f"<item><Title>{escape(title)}</Title><Description>5月5日，代表们陆续抵达驻地。</Description>"
        f"<PicUrl>{origin}/cover.png</PicUrl><Url>{origin}/page</Url></item>"
        for title in titles
    ]
    return f"<MsgType>news</MsgType><ArticleCount>{len(items)}</ArticleCount><Articles>{''.join(items)}</Articles>"
