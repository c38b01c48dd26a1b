"""The pages as a browser gets them."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from clock import BEIJING
from congress.errors import Conflict
from tests import congress_rows
from web import errors, pages

ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n"
PHONE = "http://127.0.0.1:8001"


class StoppedClock:
    """Shows the time it was told to show."""

    def __init__(self) -> None:
        self.at = datetime(2019, 5, 6, 9, 40, tzinfo=BEIJING)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


def app_with(clock: StoppedClock, media: Path, frame_ancestors: str = "") -> Flask:
    app = Flask("pages", static_folder=str(ROOT / "static"), template_folder=str(ROOT / "templates"))
    app.register_blueprint(pages.blueprint(clock, media, frame_ancestors))
    errors.register(app)
    return app


@pytest.fixture
def app(database_url: str, clock: StoppedClock, tmp_path: Path) -> Iterator[Flask]:
    congress_rows.fill()
    (tmp_path / "cover.png").write_bytes(PNG)
    (tmp_path / "script.svg").write_text("<svg/>")
    (tmp_path / ".hidden.png").write_bytes(PNG)
    return app_with(clock, tmp_path, PHONE)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def words(html: str) -> str:
    """What a reader sees of a page or a part of it: no tags, single blanks."""
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("</header>")[2] or html).split())


def cards(html: str) -> list[str]:
    """The text of each entry of the page's list."""
    return [words(each) for each in re.findall(r'<li class="card.*?</li>', html, re.S)]


def links(html: str) -> list[str]:
    """Where the body of the page links to."""
    return re.findall(r'href="([^"]*)"', html.split("<main", 1)[1])


def test_agenda_opens_today_and_marks_what_is_over_on_and_next(client: FlaskClient) -> None:
    assert cards(client.get("/agenda").text) == [
        "07:00—08:20 已结束 早餐 一层中餐厅",
        "09:00—11:30 进行中 开幕大会 会议中心报告厅",
        "14:00—17:30 接下来 分组讨论 各代表团讨论地点（见附表）",
        "19:30 开始 主席团第二次会议",
    ]


def test_agenda_shows_the_day_asked_for(client: FlaskClient) -> None:
    html = client.get("/agenda?day=2019-05-05").text
    assert cards(html) == ["13:00—18:00 已结束 代表报到 会议中心一层大堂报到处"]
    assert links(html) == ["/agenda?day=2019-05-05", "/agenda?day=2019-05-06", "/agenda/day1-report"]


@pytest.mark.parametrize(("at", "first"), [(datetime(2019, 4, 1, 8), "代表报到"), (datetime(2019, 6, 1, 8), "早餐")])
def test_agenda_before_and_after_the_congress_opens_the_nearest_day(
    client: FlaskClient, clock: StoppedClock, at: datetime, first: str
) -> None:
    clock.at = at.replace(tzinfo=BEIJING)
    assert first in cards(client.get("/agenda").text)[0]


def test_a_day_without_items_says_so(client: FlaskClient) -> None:
    assert "这一天没有安排" in client.get("/agenda?day=2019-05-09").text


def test_an_item_tells_when_where_who_and_what(client: FlaskClient) -> None:
    assert words(client.get("/agenda/opening").text) == (
        "开幕大会 进行中 时间 5月6日（星期一） 09:00—11:30 地点 会议中心报告厅 参加 全体代表、特邀代表、列席人员 "
        "内容 听取市总工会第十三届委员会工作报告 &lt;b&gt;表决&lt;/b&gt; 返回5月6日日程"
    )


def test_a_discussion_lists_the_rooms_but_no_private_telephone(client: FlaskClient) -> None:
    html = client.get("/agenda/groups").text
    rows = [words(row) for row in re.findall(r"<tr.*?</tr>", html, re.S)]
    assert rows == ["代表团 讨论地点", "东城区 2号楼1层第3会议室", "教育 4号楼1层第20会议室"]
    assert "19900010000" not in html


def test_news_is_newest_first_and_holds_nothing_before_its_time(client: FlaskClient) -> None:
    assert cards(client.get("/news").text) == [
        "骑手站长&lt;的&gt;一天 一天 代表风采 · 5月5日 20:00",
        "600余名代表报到 扫码领取 大会聚焦 · 5月5日 15:30",
    ]
    assert client.get("/news/later").status_code == 404


def test_news_of_one_column(client: FlaskClient) -> None:
    assert cards(client.get("/news?column=profiles").text) == ["骑手站长&lt;的&gt;一天 一天 5月5日 20:00"]
    assert "还没有消息" in client.get("/news?column=union").text
    assert client.get("/news?column=sport").status_code == 404


def test_an_article_shows_its_cover_and_its_sanitised_body(client: FlaskClient) -> None:
    html = client.get("/news/report").text
    assert '<img class="cover" src="/media/cover.png" alt="">' in html
    assert "<table><tr><td>大堂A台</td></tr></table>" in html
    assert "5月5日 15:30 · 新闻组" in words(html)


def test_services_by_category_with_telephone_links(client: FlaskClient) -> None:
    html = client.get("/services").text
    assert links(html) == ["#用餐", "#医疗", "#programmes", "#faq", "tel:01084901120", "tel:01084901111"]
    assert words(html) == (
        "服务指南 用餐 医疗 工会服务 常见问题 用餐 午餐 凭代表证用餐 地点 一层中餐厅 时间 12:00-13:30 "
        "医疗 医务室 地点 2号楼一层103室 电话 010-84901120 "
        "工会服务 职业技能竞赛 报名中 分拣、派送 报名 5月1日至5月20日 面向 快递员 名额 60 材料 会员号 "
        "困难职工慰问 尚未开始 报名 2020年1月1日起 名额 不限 "
        "常见问题 WiFi密码是多少 WiFi名称 GH14-Guest。 电话 010-84901111 。"
    )


def test_front_page_has_what_is_on_and_the_columns(client: FlaskClient) -> None:
    html = client.get("/").text
    assert cards(html)[:2] == [
        "09:00—11:30 进行中 开幕大会 会议中心报告厅",
        "14:00—17:30 接下来 分组讨论 各代表团讨论地点（见附表）",
    ]
    assert re.findall(r"<h2>(.*?)</h2>", html) == ["大会服务", "大会聚焦", "代表风采"]


def test_an_empty_congress_still_has_pages(database_url: str, clock: StoppedClock, tmp_path: Path) -> None:
    client = app_with(clock, tmp_path).test_client()
    told = {path: words(client.get(path).text) for path in ("/agenda", "/news", "/services")}
    assert "日程还没有发布" in told["/agenda"]
    assert "还没有消息" in told["/news"]
    assert "服务指南还没有发布" in told["/services"]
    assert client.get("/").status_code == 200


def test_pictures_are_served_with_their_type_and_kept_long(client: FlaskClient) -> None:
    with client.get("/media/cover.png") as answer:
        assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", PNG)
        assert answer.headers["Cache-Control"] == "public, max-age=2592000"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["script.svg", ".hidden.png", "none.png", "..%2Fcover.png", "%2e%2e/cover.png", "test.db"]
)
def test_nothing_but_plain_pictures_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/", "/agenda", "/agenda/opening", "/news", "/news/report", "/services", "/nowhere"])
def test_every_page_allows_only_our_own_style_and_pictures(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {PHONE}"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    addresses = re.findall(r'(?:href|src)="([^"]*)"', answer.text)
    assert [each for each in addresses if not each.startswith(("/", "#", "tel:"))] == []
    assert "<script" not in answer.text
    assert "style=" not in answer.text


def test_no_frame_unless_one_is_named(database_url: str, clock: StoppedClock, tmp_path: Path) -> None:
    policy = app_with(clock, tmp_path).test_client().get("/agenda").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'none'")


def test_a_page_is_asked_for_again_and_sent_only_when_it_changed(client: FlaskClient, clock: StoppedClock) -> None:
    first = client.get("/agenda")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = client.get("/agenda", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    clock.at = datetime(2019, 5, 6, 12, 0, tzinfo=BEIJING)
    assert client.get("/agenda", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("GET", "/nowhere", 404, "没有找到您要的内容"),
        ("GET", "/agenda/none", 404, "没有找到您要的内容"),
        ("GET", "/news/<script>", 404, "没有找到您要的内容"),
        ("GET", "/agenda?day=tomorrow", 400, "请求的内容有误"),
        ("POST", "/agenda", 405, "这个地址不支持这样的访问方式"),
    ],
)
def test_errors_are_told_in_words_with_a_way_back(
    client: FlaskClient, method: str, path: str, status: int, told: str
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert f"<h1>{told}</h1>" in answer.text
    assert links(answer.text) == ["/"]
    assert "<script>" not in answer.text


def test_a_405_still_names_the_allowed_methods(client: FlaskClient) -> None:
    assert set(client.post("/agenda").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def broken() -> str:
    raise RuntimeError("the database said something private")


def collides() -> str:
    raise Conflict("private")


def teapot() -> str:
    abort(418)


def test_a_fault_is_told_without_its_reason(app: Flask) -> None:
    app.add_url_rule("/broken", view_func=broken)
    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    assert "<h1>系统暂时出了点问题，请稍后再试</h1>" in answer.text
    assert "private" not in answer.text


@pytest.mark.parametrize(
    ("view", "status", "message"),
    [
        (broken, 500, "系统暂时出了点问题，请稍后再试"),
        (collides, 409, "请求的内容有误"),
        (teapot, 418, "请求的内容有误"),
    ],
)
def test_below_api_errors_are_json(app: Flask, view: object, status: int, message: str) -> None:
    app.add_url_rule("/api/v1/thing", view_func=view)  # type: ignore[arg-type]
    answer = app.test_client().get("/api/v1/thing")
    assert (answer.status_code, answer.json) == (status, {"error": {"status": status, "message": message}})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("电话010-84901111。", '电话<a class="tel" href="tel:01084901111">010-84901111</a>。'),
        ("拨12351职工服务热线", '拨<a class="tel" href="tel:12351">12351</a>职工服务热线'),
        ("编号 20190506123 与 2019-05-06", "编号 20190506123 与 2019-05-06"),
        ("<b>一</b>\n二", "&lt;b&gt;一&lt;/b&gt;<br>二"),
    ],
)
def test_telephone_numbers_can_be_tapped(text: str, html: str) -> None:
    assert pages.dial(text) == html
