"""Routes: order, alternatives, conversations, and leaving them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat.inbound import Ask
from wechat.replies import Nothing, Reply, Text
from wechat.router import Router, Table, anything, click, event, kind, scan, word
from wechat.sessions import Session

AT = datetime.fromisoformat("2019-05-05T12:30+08:00")


def text(words: str, state: str = "") -> Ask:
    return Ask("oX", AT, "text", text=words, session=Session(state=state))


def tap(key: str, state: str = "") -> Ask:
    return Ask("oX", AT, "event", event="CLICK", key=key, session=Session(state=state))


def say(name: str):
    def handler(ask: Ask, **captures: str) -> Reply:
        return Text(name + "".join(f" {value}" for value in captures.values()))

    handler.__name__ = name
    return handler


@pytest.fixture
def routers() -> tuple[Router, ...]:
    return made()


def made() -> tuple[Router, ...]:
    first, second, last = Router("first"), Router("second"), Router("last")
    first.on(click("a", "b"), word("议程", "Agenda"))(say("agenda"))
    first.on(during="feedback.text")(say("talk"))
    second.on(scan("desk"))(say("desk"))
    second.on(word("议程"))(say("never"))
    second.on(event("subscribe"))(say("welcome"))
    second.on(kind("image", "video"))(say("picture"))
    last.on(anything)(say("fallback"))
    return first, second, last


def route(routers: tuple[Router, ...], ask: Ask) -> str:
    found = Table(routers).find(ask)
    assert found is not None
    reply = found[0].handler(ask, **found[1])
    return f"{found[0].name}: {reply.content}"


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (tap("a"), "first.agenda: agenda"),
        (tap("b"), "first.agenda: agenda"),
        (tap("c"), "last.fallback: fallback"),
        (text("议程"), "first.agenda: agenda"),
        (text("  AGENDA！ "), "first.agenda: agenda"),
        (text("议程呢"), "last.fallback: fallback"),
        (text("desk_a"), "last.fallback: fallback"),
        (Ask("oX", AT, "event", event="SCAN", key="desk_a", scene="desk_a"), "second.desk: desk a"),
        (Ask("oX", AT, "event", event="subscribe", key="qrscene_desk_b_c", scene="desk_b_c"), "second.desk: desk b_c"),
        (Ask("oX", AT, "event", event="subscribe"), "second.welcome: welcome"),
        (Ask("oX", AT, "event", event="Subscribe"), "last.fallback: fallback"),
        (Ask("oX", AT, "image"), "second.picture: picture"),
    ],
)
def test_the_first_route_that_matches_answers(routers: tuple[Router, ...], ask: Ask, answer: str):
    assert route(routers, ask) == answer


def test_a_conversation_comes_before_all_other_routes(routers: tuple[Router, ...]):
    assert route(routers, text("议程", state="feedback.text")) == "first.talk: talk"
    assert route(routers, text("议程", state="another")) == "first.agenda: agenda"


def test_any_menu_tap_leaves_a_conversation(routers: tuple[Router, ...]):
    for ask in (
        tap("a", "feedback.text"),
        Ask("oX", AT, "event", event="VIEW", session=Session(state="feedback.text")),
    ):
        found = Table(routers).find(ask)
        assert found is not None
        assert found[0].name != "first.talk"
        assert ask.session.state == ""


def test_nothing_matches():
    router = Router("empty")
    router.on(word("x"))(lambda ask: Nothing())
    assert Table([router]).find(text("y")) is None


def naive(routers: tuple[Router, ...], ask: Ask) -> str | None:
    """The routes one after the other, as they are written."""
    routes = [route for router in routers for route in router.routes]
    state = "" if ask.is_tap else ask.session.state
    for route in [each for each in routes if state and each.during == state] + [
        each for each in routes if not each.during
    ]:
        if route.match(ask) is not None:
            return route.name
    return None


@given(
    st.sampled_from(["text", "voice", "image", "event", "location", "CLICK a", "event CLICK", "event subscribe", ""]),
    st.sampled_from(["", "CLICK", "SCAN", "subscribe", "VIEW", "unheard_of"]),
    st.sampled_from(["", "a", "c", "desk_a", "CLICK a"]),
    st.sampled_from(["", "desk_a", "item_b"]),
    st.sampled_from(["", "议程", "x"]),
    st.sampled_from(["", "feedback.text", "gone"]),
)
def test_the_table_finds_what_trying_every_route_finds(
    kind_: str, event_: str, key: str, scene: str, words: str, state: str
):
    routers = made()
    routers[1].on(event("CLICK"), kind("event"))(say("any"))
    event_ = event_ if kind_ == "event" else ""
    scene = scene if event_ in ("SCAN", "subscribe") else ""  # nothing else has one
    ask = Ask("oX", AT, kind_, event=event_, text=words, key=key, scene=scene, session=Session(state=state))
    expected = naive(routers, ask)
    found = Table(routers).find(ask)
    assert (found[0].name if found else None) == expected
