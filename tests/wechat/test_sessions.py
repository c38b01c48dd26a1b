"""Sessions as bytes: what is kept comes back, what can't be read counts as none."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clock import BEIJING
from wechat.sessions import EMPTY, LASTS, Session, awake, in_conversation, stamped

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)


SESSIONS = st.builds(
        Session, TEXT, TEXT, st.none() | st.dates(), TEXT, TEXT,
        st.dictionaries(TEXT, TEXT, max_size=3).map(lambda d: tuple(d.items())), TEXT,
        st.lists(TEXT, max_size=3).map(tuple), st.booleans(), st.lists(TEXT, max_size=3).map(tuple),
        st.lists(TEXT, max_size=3).map(tuple), st.integers(0, 99),
    )  # fmt: skip


@given(SESSIONS)
def test_what_is_kept_comes_back(session: Session):
    assert Session.decode(session.encode()) == session


@given(SESSIONS)
def test_an_open_conversation_is_told_from_the_bytes(session: Session):
    assert in_conversation(session.encode()) is bool(session.state)


def test_an_empty_session_takes_no_room():
    assert EMPTY.encode() == b""
    assert Session.decode(None) == Session.decode(b"") == EMPTY


@given(st.binary(max_size=60))
def test_anything_else_counts_as_none(stored: bytes):
    assert isinstance(Session.decode(stored), Session)


def test_a_session_of_another_version():
    assert Session.decode(b'{"topic":"agenda","mood":"good"}') == EMPTY
    assert Session.decode(b'{"topic":"agenda","day":"2019-05-06"}') == Session("agenda", day=date(2019, 5, 6))


AT = datetime(2019, 5, 6, 10, tzinfo=BEIJING)
SUBJECT = Session("agenda", "agenda:a", date(2019, 5, 6), "morning", listed=("agenda:a", "agenda:b"), choosing=True)
TALKING = Session(state="message.text", data=(("badge", "x"),), rest="y")


@given(st.integers(-60, 3 * LASTS))
def test_a_subject_is_left_after_ten_minutes(seconds: int):
    both = Session(**{name: getattr(SUBJECT, name) or getattr(TALKING, name) for name in Session.__slots__})
    found = awake(stamped(both.encode(), AT), AT + timedelta(seconds=seconds))
    assert Session.decode(found) == (both if seconds <= LASTS else TALKING)


def test_nothing_is_stamped_and_the_unstamped_is_kept():
    assert stamped(EMPTY.encode(), AT) == awake(b"", AT) == b""
    assert awake(SUBJECT.encode(), AT) == SUBJECT.encode()
    assert awake(stamped(SUBJECT.encode(), AT), AT + timedelta(seconds=LASTS + 1)) == b""


@given(st.binary(max_size=60))
def test_any_bytes_may_be_in_the_store(stored: bytes):
    assert isinstance(Session.decode(awake(stored, AT)), Session)
