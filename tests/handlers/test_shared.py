"""Routes that say of themselves that their answers are the same for everyone: they are."""

import json
from datetime import datetime, timedelta

import handlers
from clock import BEIJING
from congress import agenda
from handlers import answers
from menus import keys
from tests.conftest import DEMO
from wechat.inbound import Ask
from wechat.replies import Reply
from wechat.router import Table
from wechat.sessions import Session

ROUTES = Table(handlers.ROUTERS)
DAY = datetime(2019, 5, 6, tzinfo=BEIJING)
SESSIONS = (
    Session(),
    Session(topic="agenda", day=DAY.date(), part="morning"),
    Session(topic="guide", item="guide:wifi", rest="x"),
    Session(topic="place", state="message.text", data=(("a", "b"),)),
)


def outcome(ask: Ask) -> tuple[str, Reply, Session, bool] | None:
    """What a shared route makes of a push: its name, the reply, the session after it, and whether it turned to a
    subject; None when no shared route takes it."""
    found = ROUTES.find(ask)
    if found is None or not found[0].shared:
        return None
    reply = found[0].handler(ask, **found[1])
    return found[0].name, reply, ask.session, ask.turned


def asked(openid: str, at: datetime, session: Session, text: str = "", key: str = "") -> Ask:
    kind, event = ("event", "CLICK") if key else ("text", "")
    return Ask(
        openid, at, kind, event, text, key, message_key=f"m:{openid}", session=session, understand=handlers.understand
    )


def moments() -> list[tuple[datetime, datetime]]:
    """Pairs of times that count as the same moment, first and last seconds of phases among them."""
    turns = sorted({item.starts for item in agenda.items()} | {item.until for item in agenda.items()})
    pairs = [(turn, turn + timedelta(seconds=59)) for turn in turns]
    pairs += [(turn - timedelta(seconds=59), turn - timedelta(seconds=1)) for turn in turns]
    same = [(first, last) for first, last in pairs if answers(first)[1] == answers(last)[1]]
    assert len(same) > len(turns)
    return same


def test_what_one_hears_another_hears(demo):
    lines = (DEMO / "问答样例.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [say for line in lines if isinstance(say := json.loads(line)["say"], str)]
    shared = 0
    for number, (first, last) in enumerate(moments()):
        for text in texts[number % 3 :: 3]:
            session = SESSIONS[number % len(SESSIONS)]
            one, another = (outcome(asked(who, at, session, text)) for who, at in (("oA", first), ("oB", last)))
            assert one == another, text
            shared += one is not None
    assert shared > 300


def test_a_tap_that_turns_to_a_subject_owes_nothing_to_the_session(demo):
    turned = set()
    for first, last in moments()[::4]:
        for key in keys.ALL:
            found = [outcome(asked("oA", at, session, key=key)) for at in (first, last) for session in SESSIONS]
            if found[0] is None or not found[0][3]:
                continue
            turned.add(key)
            # The gateway clears the rest of a reply before this one.
            plain = {(name, reply, session.topic, session.item, session.day, session.part, session.state, session.data)
                     for name, reply, session, _ in found}  # fmt: skip
            assert len(plain) == 1, key
    assert {keys.TODAY, keys.TOMORROW, keys.NOW, keys.GUIDE, keys.NEWS} <= turned
