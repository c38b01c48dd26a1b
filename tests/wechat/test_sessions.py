"""Sessions as bytes: what is kept comes back, what can't be read counts as none."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from wechat.sessions import EMPTY, Session

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)


@given(
    st.builds(
        Session, TEXT, TEXT, st.none() | st.dates(), TEXT, TEXT,
        st.dictionaries(TEXT, TEXT, max_size=3).map(lambda d: tuple(d.items())), TEXT,
    )
)  # fmt: skip
def test_what_is_kept_comes_back(session: Session):
    assert Session.decode(session.encode()) == session


def test_an_empty_session_takes_no_room():
    assert EMPTY.encode() == b""
    assert Session.decode(None) == Session.decode(b"") == EMPTY


@given(st.binary(max_size=60))
def test_anything_else_counts_as_none(stored: bytes):
    assert isinstance(Session.decode(stored), Session)


def test_a_session_of_another_version():
    assert Session.decode(b'{"topic":"agenda","mood":"good"}') == EMPTY
    assert Session.decode(b'{"topic":"agenda","day":"2019-05-06"}') == Session("agenda", day=date(2019, 5, 6))
