"""Replies as the platform's XML, byte for byte, and the splitting of long texts."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from wechat.render import split, xml
from wechat.replies import Article, Card, Cards, Image, Nothing, Reply, Text, Transfer

HEAD = (
    "<xml><ToUserName><![CDATA[oX]]></ToUserName>\n<FromUserName><![CDATA[gh_x]]></FromUserName>\n"
    "<CreateTime>1557030000</CreateTime>\n"
)


def rendered(reply: Reply, after_event: bool = False) -> str | None:
    return xml(reply, "oX", "gh_x", 1557030000, after_event)


def test_text():
    assert rendered(Text("您好\n再见")) == (
        HEAD + "<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[您好\n再见]]></Content>\n</xml>"
    )


def test_one_article():
    assert rendered(Card("标题", "摘要", url="http://a/b?c=1&d=2", picture="http://a/p.jpg")) == (
        HEAD + "<MsgType><![CDATA[news]]></MsgType>\n<ArticleCount>1</ArticleCount>\n<Articles>\n"
        "<item><Title><![CDATA[标题]]></Title>\n<Description><![CDATA[摘要]]></Description>\n"
        "<PicUrl><![CDATA[http://a/p.jpg]]></PicUrl>\n<Url><![CDATA[http://a/b?c=1&d=2]]></Url>\n</item>\n</Articles>\n</xml>"
    )


def titles(reply: Reply, after_event: bool) -> list[str | None]:
    text = rendered(reply, after_event)
    assert text is not None
    root = ElementTree.fromstring(text)
    found = [each.text for each in root.iter("Title")]
    assert root.findtext("ArticleCount") == str(len(found))
    return found


def test_surplus_articles_are_cut():
    ten = Cards(tuple(Article(f"{number}") for number in range(10)))
    assert titles(ten, after_event=False) == ["0"]
    assert titles(ten, after_event=True) == ["0", "1", "2", "3", "4", "5", "6", "7"]


def test_image_and_transfer():
    assert rendered(Image("m1")) == (
        HEAD + "<MsgType><![CDATA[image]]></MsgType>\n<Image>\n<MediaId><![CDATA[m1]]></MediaId>\n</Image>\n</xml>"
    )
    assert rendered(Transfer()) == HEAD + "<MsgType><![CDATA[transfer_customer_service]]></MsgType>\n</xml>"
    assert rendered(Transfer("kf@x")) == (
        HEAD + "<MsgType><![CDATA[transfer_customer_service]]></MsgType>\n"
        "<TransInfo>\n<KfAccount><![CDATA[kf@x]]></KfAccount>\n</TransInfo>\n</xml>"
    )


def test_nothing_to_say():
    assert rendered(Nothing()) is None
    assert rendered(Text("")) is None
    assert rendered(Cards(())) is None


@given(st.text(min_size=1))
def test_any_text_survives_xml(text: str):
    body = rendered(Text("x" + text + "]]>" + text))
    assert body is not None
    content = ElementTree.fromstring(body.encode()).findtext("Content")
    allowed = "".join(
        c for c in text if c in "\t\n\r" or (ord(c) > 31 and not 0xD800 <= ord(c) < 0xE000 and c not in "￾￿")
    )
    expected = f"x{allowed}]]>{allowed}".replace("\r\n", "\n").replace("\r", "\n")  # what every XML reader does
    assert content == expected


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=3000), st.integers(100, 2048))
def test_split_keeps_everything(text: str, limit: int):
    pieces, rest = [], text
    while rest:
        first, after = split(rest, "（续）", limit)
        assert len(first.encode()) <= limit
        assert len(after) < len(rest)
        pieces.append(first.removesuffix("\n（续）") if after else first)
        rest = after
    squeezed = "".join("".join(pieces).split())
    assert squeezed == "".join(text.split())


def test_split_at_a_line_and_not_inside_a_link():
    lines = "\n".join(f"{number:03} 开幕大会" for number in range(200))
    first, rest = split(lines, "（续）")
    assert first.endswith("开幕大会\n（续）")
    assert rest.splitlines()[0] == f"{len(first.splitlines()) - 1:03} 开幕大会"
    long = "字" * 600 + '<a href="http://example.org/' + "x" * 400 + '">详情</a>'
    first, rest = split(long, "（续）")
    assert first == "字" * 600 + "\n（续）"
    assert rest.startswith("<a href=")
