"""Customer-service messages and the typing sign (docs/wechat.md, section 9)."""

from collections.abc import Sequence
from typing import Any

from wechat.caller import Caller
from wechat.outcomes import Done, Outcome
from wechat.replies import Cards, Image, Reply, Text

SEND = "/cgi-bin/message/custom/send"


class Service(Caller):
    """Messages within the window that a person opened. They have no id of their own: none is ever sent twice."""

    def send(self, openid: str, reply: Reply) -> Outcome:
        """Send a handler's answer: text, its first article or a picture; Done without a call for anything else."""
        match reply:
            case Text(content) if content:
                return self.send_text(openid, content)
            case Cards(articles) if articles:
                first = articles[0]
                return self.send_article(openid, first.title, first.description, first.url, first.picture)
            case Image(media_id):
                return self.send_media(openid, "image", media_id)
            case _:
                return Done()

    def send_text(self, openid: str, content: str) -> Outcome:
        """Text of up to 2048 bytes."""
        return self.send_message(openid, "text", {"content": content})

    def send_article(self, openid: str, title: str, description: str, url: str, picture: str = "") -> Outcome:
        """A card with a link: news for the account, link for the mini program."""
        words = {"title": title, "description": description, "url": url}
        if self.miniprogram:
            return self.send_message(openid, "link", {**words, "thumb_url": picture})
        return self.send_message(openid, "news", {"articles": [{**words, "picurl": picture}]})

    def send_media(self, openid: str, kind: str, media_id: str) -> Outcome:
        """A picture or voice (`kind` image, voice) that is on the platform."""
        return self.send_message(openid, kind, {"media_id": media_id})

    def send_video(self, openid: str, media_id: str, cover: str, title: str = "", description: str = "") -> Outcome:
        """A video; `cover` is the media_id of its picture."""
        inside = {"media_id": media_id, "thumb_media_id": cover, "title": title, "description": description}
        return self.send_message(openid, "video", inside)

    def send_choices(self, openid: str, head: str, choices: Sequence[tuple[str, str]], tail: str = "") -> Outcome:
        """A message with choices (id, words) to tap: a tap comes back as text and opens the window of a menu tap."""
        listed = [{"id": number, "content": content} for number, content in choices]
        return self.send_message(openid, "msgmenu", {"head_content": head, "list": listed, "tail_content": tail})

    def send_page(self, openid: str, title: str, appid: str, page: str, cover: str) -> Outcome:
        """A page of the mini program; `cover` is the media_id of its picture."""
        inside = {"title": title, "pagepath": page, "thumb_media_id": cover}
        if not self.miniprogram:
            inside["appid"] = appid
        return self.send_message(openid, "miniprogrampage", inside)

    def send_message(self, openid: str, kind: str, inside: dict[str, Any]) -> Outcome:
        """A message of any type of section 9."""
        return self.outcome("POST", SEND, {"touser": openid, "msgtype": kind, kind: inside})

    def typing(self, openid: str, on: bool = True) -> Outcome:
        """Show "typing" for 15 s, or take it back; only within 30 s of an exchange."""
        path = "/cgi-bin/message/custom/business/typing" if self.miniprogram else "/cgi-bin/message/custom/typing"
        body = {"touser": openid, "command": "Typing" if on else "CancelTyping"}
        return self.outcome("POST", path, body, again=True)
