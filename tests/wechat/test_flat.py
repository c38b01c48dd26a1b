"""The short way through a push's XML says what the parser says, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pushes import event, message
from wechat import flat
from wechat.parse import BadPush, parse, parse_xml

PIECES = (
    "<xml>", "</xml>", "\n", "    ", "<Content>", "</Content>", "<Event>", "</Event>", "<![CDATA[", "]]>", "]", ">",
    "<", "&amp;", "&", "\r", "\x01", "议程", "a", "<Content/>", "<A b='c'>", "</A>", "<!--", "-->", "<!DOCTYPE xml>",
    "1", "\uffff",
)  # fmt: skip


def parsed(body: bytes) -> object:
    try:
        return parse_xml(body)
    except BadPush:
        return BadPush


@given(st.lists(st.sampled_from(PIECES), max_size=24).map(lambda pieces: "".join(pieces).encode()))
def test_any_body(body: bytes):
    found = flat.read(body)
    assert found is None or found == parsed(body)


TEXT = st.text(st.sampled_from("]>< &\r\n\x02a议\t"), max_size=6)


@given(
    st.lists(st.tuples(st.sampled_from("ABCDE"), st.booleans(), TEXT)),
    st.sampled_from(["", "\n", "\n    "]),
    st.sampled_from(["", "\n"]),
)  # fmt: skip
def test_any_element(elements: list[tuple[str, bool, str]], between: str, end: str):
    inside = between.join(
        f"<{name}><![CDATA[{text}]]></{name}>" if sealed else f"<{name}>{text}</{name}>"
        for name, sealed, text in elements
    )
    body = f"<xml>{between}{inside}{between}</xml>{end}".encode()
    found = flat.read(body)
    assert found is None or found == parsed(body)


@pytest.mark.parametrize("mode", ["plain", "compat", "safe"])
def test_what_the_platform_sends_is_read_the_short_way(mode: str):
    sent = (
        message("text", Content="明天 ]] 上午有什么会", mode=mode),
        event("CLICK", EventKey="agenda.today", mode=mode),
        event("subscribe", EventKey="", mode=mode),
    )
    for push in sent:
        body = push.deliver().body
        assert flat.read(body) == parse_xml(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml></xml>",
        b"<xml><A>1</A><A>2</A></xml>",
        b"<xml><A><B>1</B></A></xml>",
        b"<xml><A>&amp;</A></xml>",
        b"<xml><A/></xml>",
        b"<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A></xml>",
        b"<xml><A>1</A></xml>x",
        b"<xml><A>1</A>" + b" " * flat.LIMIT + b"</xml>",
        b"<xml><A>\xff</A></xml>",
        b"<xml><A>\x01</A></xml>",
        b'{"A": "1"}',
    ],
)
def test_the_unusual_is_left_to_the_parser(body: bytes):
    assert flat.read(body) is None


def test_the_short_way_is_the_one_that_is_taken(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(flat, "read", lambda body: {"A": "short"})
    assert parse(b"<xml><A>1</A></xml>") == {"A": "short"}
