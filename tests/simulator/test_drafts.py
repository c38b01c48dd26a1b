"""Drafts, publishing them, and the pages that people read."""

import json
import re
from typing import Any

import pytest

from tests.simulator.conftest import SHOWN, ManualClock, Phone, Webhook, until
from tests.simulator.uploads import article, cover, draft, picture, upload

OK = {"errcode": 0, "errmsg": "ok"}
OWN = "http://127.0.0.1:8001"
GONE = {"errcode": 40007, "errmsg": "invalid media_id"}
NO_ARTICLE = {"errcode": 53600, "errmsg": "invalid article_id"}


def _add(phone: Phone, *articles: Any) -> dict[str, Any]:
    return phone.call("/cgi-bin/draft/add", {"articles": list(articles)})


def _got(phone: Phone, media_id: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = phone.call("/cgi-bin/draft/get", {"media_id": media_id})["news_item"]
    return items


def _read(phone: Phone, url: str) -> str:
    response = phone.client.get(url.removeprefix(OWN))
    assert (response.status_code, response.mimetype) == (200, "text/html")
    return response.get_data(as_text=True)


def _publish(phone: Phone, webhook: Webhook, *titles: str) -> dict[str, Any]:
    """Publish a draft; the answer of freepublish/get once the webhook has heard of it."""
    told = len(webhook.seen)
    body = {"media_id": draft(phone, *titles)}
    phone.switch(publish_seconds=0)
    publish_id = phone.call("/cgi-bin/freepublish/submit", body)["publish_id"]
    until(lambda: len(webhook.seen) > told)
    return phone.call("/cgi-bin/freepublish/get", {"publish_id": publish_id})


# --- drafts ---


def test_a_draft_as_it_comes_back(phone: Phone, clock: ManualClock) -> None:
    thumb = cover(phone)
    given = {
        "title": "大会开幕",
        "author": "会务组",
        "content": "<p>六百余名代表&nbsp;<b>报到</b>。</p>",
        "content_source_url": "http://a.cn/",
        "thumb_media_id": thumb,
        "need_open_comment": 1,
    }
    media_id = _add(phone, given)["media_id"]
    assert phone.call("/cgi-bin/draft/get", {"media_id": media_id}) == {
        "news_item": [
            {
                "article_type": "news",
                "title": "大会开幕",
                "author": "会务组",
                "digest": "六百余名代表 报到。",
                "content": "<p>六百余名代表&nbsp;<b>报到</b>。</p>",
                "content_source_url": "http://a.cn/",
                "thumb_media_id": thumb,
                "show_cover_pic": 0,
                "need_open_comment": 1,
                "only_fans_can_comment": 0,
                "thumb_url": f"{OWN}/mmbiz_jpg/{thumb}/0",
                "url": f"{OWN}/s/draft?tempkey={media_id}&idx=1",
            }
        ],
        "create_time": SHOWN,
        "update_time": SHOWN,
    }


@pytest.mark.parametrize(
    ("more", "code", "text"),
    [
        ({"title": ""}, 45003, "title size out of limit"),
        ({"title": None}, 45003, "title size out of limit"),
        ({"title": "会" * 33}, 45003, "title size out of limit"),
        ({"author": "会" * 17}, 45110, "author size out of limit"),
        ({"digest": "会" * 129}, 45004, "description size out of limit"),
        ({"content": ""}, 44004, "empty content"),
        ({"content": "a" * 20_000}, 45002, "content size out of limit"),
        ({"content_source_url": "http://a.cn/" + "a" * 1013}, 45005, "url size out of limit"),
        ({"content_source_url": "a.cn"}, 40066, "invalid url"),
        ({"thumb_media_id": ""}, 40007, "invalid media_id"),
        ({"thumb_media_id": "x"}, 40007, "invalid media_id"),
        ({"thumb_media_id": 7}, 40007, "invalid media_id"),
        ({"content": '<iframe src="http://a.cn/"></iframe>'}, 45166, "invalid content"),
        ({"content": "<form><input></form>"}, 45166, "invalid content"),
        ({"article_type": "poem"}, 40097, "invalid args"),
        ({"need_open_comment": 2}, 40097, "invalid args"),
        ({"article_type": "newspic"}, 40097, "invalid args"),
        ({"article_type": "newspic", "image_info": {"image_list": [{}] * 21}}, 40097, "invalid args"),
        ({"article_type": "newspic", "image_info": {"image_list": [{}]}}, 40007, "invalid media_id"),
        ({"product_info": {"footer_product_info": {"product_key": "k"}}}, 53406, "goods are not approved"),
    ],
)
def test_articles_that_are_refused(phone: Phone, more: dict[str, Any], code: int, text: str) -> None:
    refused = {"errcode": code, "errmsg": text}
    assert _add(phone, article(phone), article(phone, **more)) == refused
    body = {"media_id": draft(phone), "index": 0, "articles": article(phone, **more)}
    assert phone.call("/cgi-bin/draft/update", body) == refused


def test_articles_at_their_limits(phone: Phone) -> None:
    full = {"title": "会" * 32, "author": "会" * 16, "digest": "会" * 128, "content": "a" * 19_999}
    source = "http://a.cn/" + "a" * 1012
    (kept,) = _got(phone, _add(phone, article(phone, **full, content_source_url=source))["media_id"])
    assert {name: kept[name] for name in full} == full
    assert kept["content_source_url"] == source


def test_how_many_articles(phone: Phone) -> None:
    one, empty = article(phone), {"errcode": 44003, "errmsg": "empty news data"}
    assert len(_got(phone, _add(phone, *[one] * 8)["media_id"])) == 8
    assert _add(phone, *[one] * 9) == {"errcode": 45008, "errmsg": "article size out of limit"}
    assert _add(phone) == empty
    assert phone.call("/cgi-bin/draft/add", {"articles": "x"}) == empty
    assert _add(phone, "x") == empty


def test_a_cover_is_permanent(phone: Phone) -> None:
    temporary = upload(phone, "/cgi-bin/media/upload?type=image", "a.png", picture())["media_id"]
    assert _add(phone, article(phone, thumb_media_id=temporary)) == GONE
    voice = upload(phone, "/cgi-bin/material/add_material?type=thumb", "a.jpg", picture("JPEG"))["media_id"]
    assert "media_id" in _add(phone, article(phone, thumb_media_id=voice))


def test_what_is_stripped_from_articles(phone: Phone) -> None:
    inside = upload(phone, "/cgi-bin/media/uploadimg", "a.png", picture())["url"]
    content = (
        f'<section style="color:red" data-role="title"><img src="{inside}"><img src="http://elsewhere.cn/a.png">'
        '<script>alert(1)</script><p onclick="alert(1)">字</p><a href="javascript:alert(1)">点</a>'
        f'<p style="background-image: url(http://elsewhere.cn/b.png)">背</p>'
        f'<p style="background-image: url({inside})">景</p></section>'
    )
    (kept,) = _got(phone, _add(phone, article(phone, content=content))["media_id"])
    assert kept["content"] == (
        f'<section style="color:red" data-role="title"><img src="{inside}"><img><p>字</p><a>点</a><p>背</p>'
        f'<p style="background-image: url({inside})">景</p></section>'
    )


def test_escapes_are_kept_literally(phone: Phone) -> None:
    body = json.dumps({"articles": [article(phone, title="开幕", content="<p>会</p>")]})
    address = f"/cgi-bin/draft/add?access_token={phone.token()}"
    (kept,) = _got(phone, phone.client.post(address, data=body).get_json()["media_id"])
    assert (kept["title"], kept["content"]) == ("\\u5f00\\u5e55", "<p>\\u4f1a</p>")
    long = json.dumps({"articles": [article(phone, title="六个字的标题")]})
    assert phone.client.post(address, data=long).get_json()["errcode"] == 45003


def test_what_pages_say_of_articles_differs(phone: Phone) -> None:
    phone.switch(draft_short_content=True, draft_product="")
    assert _add(phone, article(phone, content="a" * 2048))["errcode"] == 45002
    assert "media_id" in _add(phone, article(phone, content="a" * 2047, product_info={"footer_product_info": {}}))


def test_picture_messages(phone: Phone) -> None:
    pictures = [{"image_media_id": cover(phone)} for _ in range(20)]
    given = {"article_type": "newspic", "title": "图", "content": "看", "image_info": {"image_list": pictures}}
    (kept,) = _got(phone, _add(phone, given)["media_id"])
    assert (kept["article_type"], kept["image_info"], kept["thumb_url"]) == ("newspic", {"image_list": pictures}, "")
    assert f"{OWN}/mmbiz_jpg/{pictures[19]['image_media_id']}/0" in _read(phone, kept["url"])


def test_the_box_of_drafts(phone: Phone, clock: ManualClock) -> None:
    first = draft(phone, "一", "二")
    clock.pass_by(60)
    second = draft(phone, "三")
    assert phone.call("/cgi-bin/draft/count") == {"total_count": 2}
    body = {"media_id": first, "index": 1, "articles": article(phone, title="新")}
    assert phone.call("/cgi-bin/draft/update", body) == OK
    listed = phone.call("/cgi-bin/draft/batchget", {"offset": 0, "count": 20, "no_content": 1})
    assert [(item["media_id"], item["update_time"]) for item in listed["item"]] == [
        (second, SHOWN + 60),
        (first, SHOWN + 60),
    ]
    contents = [item["content"] for item in listed["item"]]
    assert [[one["title"] for one in content["news_item"]] for content in contents] == [["三"], ["一", "新"]]
    assert [(content["create_time"], content["update_time"]) for content in contents] == [
        (SHOWN + 60, SHOWN + 60),
        (SHOWN, SHOWN + 60),
    ]
    assert not any("content" in one for content in contents for one in content["news_item"])
    assert (listed["total_count"], listed["item_count"]) == (2, 2)
    full = phone.call("/cgi-bin/draft/batchget", {"offset": 1, "count": 1})
    assert full["item"] == [
        {
            "media_id": first,
            "content": phone.call("/cgi-bin/draft/get", {"media_id": first}),
            "update_time": SHOWN + 60,
        }
    ]
    assert phone.call("/cgi-bin/draft/batchget", {"offset": 0, "count": 21})["errcode"] == 40097
    assert phone.call("/cgi-bin/draft/delete", {"media_id": first}) == OK
    for path in ("get", "delete"):
        assert phone.call(f"/cgi-bin/draft/{path}", {"media_id": first}) == GONE
    assert phone.call("/cgi-bin/draft/count") == {"total_count": 1}
    assert phone.call("/cgi-bin/draft/switch", {}) == OK | {"is_open": 1}


def test_an_index_that_is_not_there(phone: Phone) -> None:
    media_id, wrong = draft(phone, "一"), {"errcode": 40114, "errmsg": "invalid article index"}
    for index in (1, -1, "0", None, True):
        body = {"media_id": media_id, "index": index, "articles": article(phone)}
        assert phone.call("/cgi-bin/draft/update", body) == wrong
    assert phone.call("/cgi-bin/draft/update", {"media_id": "x", "index": 0, "articles": article(phone)}) == GONE


# --- publishing ---


def test_publishing(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    media_id = draft(phone, "开幕", "闭幕")
    answer = phone.call("/cgi-bin/freepublish/submit", {"media_id": media_id})
    publish_id = answer["publish_id"]
    assert answer == OK | {"publish_id": publish_id, "msg_data_id": int(publish_id)}
    running = {"publish_id": publish_id, "publish_status": 1, "fail_idx": []}
    assert phone.call("/cgi-bin/freepublish/get", {"publish_id": publish_id}) == running
    clock.pass_by(1)
    until(lambda: webhook.seen)
    done = phone.call("/cgi-bin/freepublish/get", {"publish_id": publish_id})
    urls = [item["article_url"] for item in done["article_detail"]["item"]]
    assert done == {
        "publish_id": publish_id,
        "publish_status": 0,
        "article_id": done["article_id"],
        "article_detail": {
            "count": 2,
            "item": [{"idx": 1, "article_url": urls[0]}, {"idx": 2, "article_url": urls[1]}],
        },
        "fail_idx": [],
    }
    items = "".join(
        f"<item><idx>{place}</idx><article_url><![CDATA[{url}]]></article_url></item>"
        for place, url in enumerate(urls, 1)
    )
    administrator = phone.platform.store.get("administrator")
    assert webhook.seen[0].body.decode() == (
        "<xml><ToUserName><![CDATA[gh_demo00000001]]></ToUserName>\n"
        f"<FromUserName><![CDATA[{administrator}]]></FromUserName>\n"
        f"<CreateTime>{SHOWN + 1}</CreateTime>\n"
        "<MsgType><![CDATA[event]]></MsgType>\n"
        "<Event><![CDATA[PUBLISHJOBFINISH]]></Event>\n"
        f"<PublishEventInfo><publish_id>{publish_id}</publish_id><publish_status>0</publish_status>"
        f"<article_id><![CDATA[{done['article_id']}]]></article_id>"
        f"<article_detail><count>2</count>{items}</article_detail></PublishEventInfo>\n</xml>"
    )
    assert re.fullmatch(r"o[\w-]{27}", administrator)
    assert phone.call("/cgi-bin/draft/count") == {"total_count": 0}
    page = _read(phone, urls[1])
    assert "<h1>闭幕</h1>" in page
    assert '<div class="text"><p>大会开幕了。</p></div>' in page
    assert "2019-05-05 12:30" in page


@pytest.mark.parametrize("status", ["2", "3", "4"])
def test_publications_that_fail(phone: Phone, webhook: Webhook, status: str) -> None:
    phone.switch(publish_status=status)
    answer = _publish(phone, webhook, "一", "二")
    publish_id = answer["publish_id"]
    assert answer == {"publish_id": publish_id, "publish_status": int(status), "fail_idx": [1, 2]}
    end = (
        f"<PublishEventInfo><publish_id>{publish_id}</publish_id><publish_status>{status}</publish_status>"
        "<fail_idx>1</fail_idx><fail_idx>2</fail_idx></PublishEventInfo>\n</xml>"
    )
    assert webhook.seen[0].body.decode().endswith(end)
    assert phone.call("/cgi-bin/draft/count") == {"total_count": 1}


def test_a_draft_that_is_deleted_meanwhile(phone: Phone, webhook: Webhook, clock: ManualClock) -> None:
    media_id = draft(phone)
    publish_id = phone.call("/cgi-bin/freepublish/submit", {"media_id": media_id})["publish_id"]
    phone.call("/cgi-bin/draft/delete", {"media_id": media_id})
    clock.pass_by(1)
    until(lambda: webhook.seen)
    failed = {"publish_id": publish_id, "publish_status": 3, "fail_idx": [1]}
    assert phone.call("/cgi-bin/freepublish/get", {"publish_id": publish_id}) == failed


def test_banned_articles_cannot_be_read(phone: Phone, webhook: Webhook) -> None:
    phone.switch(publish_status="6")
    answer = _publish(phone, webhook)
    assert answer == {"publish_id": answer["publish_id"], "publish_status": 6, "fail_idx": []}
    found = re.search(rb"article_url><!\[CDATA\[(.+?)]]>", webhook.seen[0].body)
    assert found is not None
    assert "该内容已被发布者删除" in _read(phone, found[1].decode())
    assert phone.call("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 1})["total_count"] == 0


@pytest.mark.parametrize("code", ["53503", "53504", "53505", "48001"])
def test_what_may_not_be_published(phone: Phone, code: str) -> None:
    phone.switch(publish_refused=code)
    assert phone.call("/cgi-bin/freepublish/submit", {"media_id": draft(phone)})["errcode"] == int(code)
    assert phone.call("/cgi-bin/freepublish/submit", {"media_id": "x"}) == GONE
    assert phone.call("/cgi-bin/freepublish/get", {"publish_id": "1"})["errcode"] == 40097


def test_what_was_published(phone: Phone, webhook: Webhook) -> None:
    first, second = (_publish(phone, webhook, *titles) for titles in (("一",), ("二", "三")))
    listed = phone.call("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 20, "no_content": 1})
    assert (listed["total_count"], listed["item_count"]) == (2, 2)
    assert [item["article_id"] for item in listed["item"]] == [second["article_id"], first["article_id"]]
    assert {(item["update_time"], item["content"]["create_time"]) for item in listed["item"]} == {(SHOWN, SHOWN)}
    urls = [item["article_url"] for item in second["article_detail"]["item"]]
    news = phone.call("/cgi-bin/freepublish/getarticle", {"article_id": second["article_id"]})["news_item"]
    assert [(item["title"], item["url"], item["is_deleted"]) for item in news] == [
        ("二", urls[0], False),
        ("三", urls[1], False),
    ]
    assert listed["item"][0]["content"]["news_item"] == [
        {name: value for name, value in item.items() if name != "content"} for item in news
    ]


def test_deleting_what_was_published(phone: Phone, webhook: Webhook) -> None:
    done = _publish(phone, webhook, "一", "二")
    urls = [item["article_url"] for item in done["article_detail"]["item"]]
    named = {"article_id": done["article_id"]}
    path = "/cgi-bin/freepublish/delete"
    assert phone.call(path, named | {"index": 3}) == {"errcode": 40114, "errmsg": "invalid article index"}
    assert phone.call(path, named | {"index": 2}) == OK
    news = phone.call("/cgi-bin/freepublish/getarticle", named)["news_item"]
    assert [item["is_deleted"] for item in news] == [False, True]
    assert ["该内容已被发布者删除" in _read(phone, url) for url in urls] == [False, True]
    assert phone.call("/cgi-bin/freepublish/get", {"publish_id": done["publish_id"]})["publish_status"] == 0
    assert phone.call(path, named) == OK
    assert ["该内容已被发布者删除" in _read(phone, url) for url in urls] == [True, True]
    deleted = {"publish_id": done["publish_id"], "publish_status": 5, "fail_idx": []}
    assert phone.call("/cgi-bin/freepublish/get", {"publish_id": done["publish_id"]}) == deleted
    assert phone.call("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 1})["total_count"] == 0
    for path in ("delete", "getarticle"):
        assert phone.call(f"/cgi-bin/freepublish/{path}", {"article_id": "x"}) == NO_ARTICLE


def test_pages(phone: Phone) -> None:
    media_id = draft(phone, "一", "<b>二</b>")
    first, second = (f"/s/draft?tempkey={media_id}&idx={number}" for number in (1, 2))
    assert "<h1>一</h1>" in _read(phone, first)
    assert "<h1>&lt;b&gt;二&lt;/b&gt;</h1>" in _read(phone, second)
    gone = ("/s/nothing", "/s/draft", f"/s/draft?tempkey={media_id}&idx=3", f"/s/draft?tempkey={media_id}&idx=x")
    assert all("该内容已被发布者删除" in _read(phone, url) for url in gone)
    policy = phone.client.get(first).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")


def test_the_daily_quota_of_publishing(phone: Phone) -> None:
    phone.switch(quota_limits="/cgi-bin/freepublish/submit=1")
    answers = [phone.call("/cgi-bin/freepublish/submit", {"media_id": draft(phone)}) for _ in range(2)]
    assert [answer["errcode"] for answer in answers] == [0, 45009]
