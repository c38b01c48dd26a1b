"""A reply as the platform's XML (docs/wechat.md, section 7)."""

import re

from wechat.replies import Article, Cards, Image, Nothing, Reply, Text, Transfer

TEXT_LIMIT = 2048  # bytes of UTF-8
ARTICLES_AFTER_EVENT = 8
ARTICLES_AFTER_MESSAGE = 1
# XML 1.0 knows no other control characters, not even escaped ones.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def cdata(text: str) -> str:
    """Text as a CDATA section, safe for `]]>` and for characters that XML can't carry."""
    text = _FORBIDDEN.sub("", text)
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>') if ']]>' in text else text}]]>"


def xml(reply: Reply, openid: str, account: str, created: int, after_event: bool) -> str | None:
    """The reply for `openid` from `account` (a gh_ id); None when nothing is to be said (`success`).

    `created` is in Unix seconds. News after a message shows one article only, so only one is sent.
    """
    head = (
        f"<xml><ToUserName>{cdata(openid)}</ToUserName>\n<FromUserName>{cdata(account)}</FromUserName>\n"
        f"<CreateTime>{created}</CreateTime>\n"
    )
    match reply:
        case Text(content) if content:
            kind, body = "text", f"<Content>{cdata(content)}</Content>"
        case Cards(articles) if articles:
            shown = articles[: ARTICLES_AFTER_EVENT if after_event else ARTICLES_AFTER_MESSAGE]
            items = "".join(f"<item>{_article(each)}</item>\n" for each in shown)
            kind, body = "news", f"<ArticleCount>{len(shown)}</ArticleCount>\n<Articles>\n{items}</Articles>"
        case Image(media_id):
            kind, body = "image", f"<Image>\n<MediaId>{cdata(media_id)}</MediaId>\n</Image>"
        case Transfer(account=agent):
            kind = "transfer_customer_service"
            body = f"<TransInfo>\n<KfAccount>{cdata(agent)}</KfAccount>\n</TransInfo>" if agent else ""
        case Nothing() | Text() | Cards():
            return None
    return f"{head}<MsgType><![CDATA[{kind}]]></MsgType>\n{body}{chr(10) if body else ''}</xml>"


def _article(article: Article) -> str:
    return (
        f"<Title>{cdata(article.title)}</Title>\n<Description>{cdata(article.description)}</Description>\n"
        f"<PicUrl>{cdata(article.picture)}</PicUrl>\n<Url>{cdata(article.url)}</Url>\n"
    )


def split(text: str, offer: str, limit: int = TEXT_LIMIT) -> tuple[str, str]:
    """A text as (what fits, the rest); the rest is empty when all fits.

    The first part ends with `offer` and with it stays within `limit` bytes. It is cut at a line if one ends in its
    second half, otherwise between characters, never inside a link.
    """
    encoded = text.encode()
    if len(encoded) <= limit:
        return text, ""
    room = limit - len(offer.encode()) - 1
    fits = encoded[:room].decode(errors="ignore")
    cut = fits.rfind("\n", len(fits) // 2)
    if cut < 0:
        cut = len(fits)
    opened = fits.rfind("<a ", 0, cut)
    if opened > 0 and fits.find("</a>", opened, cut) < 0:
        cut = opened
    return f"{text[:cut].rstrip()}\n{offer}", text[cut:].lstrip("\n")
