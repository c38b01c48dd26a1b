"""How many a notice would reach by each way: the same choice as when it goes out, and nothing is used up by asking."""

from datetime import datetime

import pytest

import models
from congress.notices import grants, outbox
from congress.notices.audience import Audience
from sending import forecast
from tests.sending.fakes import AT, MEANS, SUBSCRIBED, Bureau, Windows, change, followers

pytestmark = pytest.mark.usefixtures("database_url")


def test_what_is_foreseen_is_what_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast, "PAGE", 2)
    followers("o1", "o2", "o3", "o4", "o5")
    grants.accept("o1", SUBSCRIBED, AT, "k1")
    bureau = Bureau()
    bureau.windows.left = {"o1": 5, "o2": 2, "o3": 1}
    number = change()
    foreseen = forecast.forecast(outbox.notice(number), MEANS, bureau.windows, AT)
    assert foreseen == {"subscription": 1, "service": 2, "template": 2}
    assert (grants.count("o1", SUBSCRIBED), bureau.windows.spent, bureau.platform.sent) == (1, [], [])
    bureau.run()
    came = [way for way, *_ in bureau.platform.sent]
    assert {way: came.count(way) for way in set(came)} == foreseen


def test_who_can_not_be_reached_is_counted_apart() -> None:
    for number in range(1, 5):
        models.Delegate.create(badge=f"A-00{number}", name="甲", category="正式代表", delegation="教育代表团")
    for number, follows in ((1, True), (2, False)):
        since = datetime(2019, 5, 5)
        models.Binding.create(
            badge=f"A-00{number}", openid=f"o{number}", how="code", bound_at=since, message_key="k", follows=follows,
            follows_since=since,
        )  # fmt: skip
    notice = outbox.notice(outbox.write("overview", "m", Audience("delegates"), "今天", AT))
    assert forecast.forecast(notice, MEANS, Windows(), AT) == {"banner": 1, "gone": 1, "unbound": 2}
