"""The boards in a real browser: they change as people come, with a stream and without one."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from clock import BEIJING
from congress.checkin import arrivals
from tests.browser import hall as halls
from tests.browser.hall import Hall, badge, name

pytestmark = [pytest.mark.browser, pytest.mark.long]
AT = datetime(2019, 5, 5, 12, 10, tzinfo=BEIJING)


@pytest.fixture
def hall(database_url: str, redis_url: str, tmp_path: Path) -> Iterator[Hall]:
    """The product with twelve people, of whom one has come."""
    expect.set_options(timeout=30_000)
    made = halls.hall(database_url, redis_url, tmp_path, people=12)
    come(1)
    yield made
    made.stop()


def come(number: int) -> None:
    arrivals.arrive("report", badge(number), AT, mark=f"m{number}", desk="hall-a", by="desk1", how="gun")


def test_the_halls_board_follows_by_a_stream_and_without_one(chromium: Browser, hall: Hall) -> None:
    board = halls.desk(chromium, hall, "desk1").signed_in()
    board.page.goto(f"{hall.url}/console/board/hall?stage=report")
    expect(board.by("arrived")).to_have_text("1")
    expect(board.by("state")).to_have_attribute("data-state", "live")
    come(2)
    expect(board.by("arrived")).to_have_text("2")
    expect(board.by("plot").locator(".count")).to_have_text("2")
    expect(board.by("groups").locator("li")).to_have_count(len(halls.GROUPS))
    assert [each for each in range(1, 13) if name(each) in board.page.content()] == []
    board.page.route("**/board/stream*", lambda route: route.fulfill(status=503, body=""))
    board.page.reload()
    expect(board.by("state")).to_have_attribute("data-state", "polling")
    come(3)
    expect(board.by("arrived")).to_have_text("3")
    hall.stop()
    expect(board.by("state")).to_have_attribute("data-state", "lost")
    hall.start()
    expect(board.by("state")).to_have_attribute("data-state", "polling")
    board.context.close()


def test_the_office_sees_who_is_missing_and_who_came_twice(chromium: Browser, hall: Hall) -> None:
    board = halls.desk(chromium, hall, "office", viewport={"width": 390, "height": 844}).signed_in()
    board.page.goto(f"{hall.url}/console/board")
    missing = board.by("missing-list")
    expect(missing).to_contain_text(name(2))
    expect(missing).not_to_contain_text(name(1))
    come(2)
    expect(missing).not_to_contain_text(name(2))
    arrivals.arrive("report", badge(2), AT.replace(minute=20), mark="again", desk="hall-b", by="desk2", how="gun")
    expect(board.by("duplicates-list")).to_contain_text("12:10 大堂A台（desk1）；又于 12:20 大堂B台（desk2）")
    wide = board.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    board.context.close()
