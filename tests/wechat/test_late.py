"""Late answers: sent once, tried again only where another try can help, never blocking each other."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from wechat import late as late_module
from wechat import stored
from wechat.late import LateAnswers
from wechat.local_memory import LocalMemory
from wechat.memory import Late
from wechat.outcomes import (
    BEIJING,
    Alert,
    BadInput,
    Bug,
    Done,
    OtherChannel,
    Outcome,
    Retry,
    StopRecipient,
    Unsure,
    WaitUntil,
)
from wechat.replies import Reply, Text

NOW = datetime(2026, 5, 5, 9, tzinfo=BEIJING)


@dataclass
class Platform:
    """Answers as told, one outcome a call, then accepts."""

    outcomes: list[Outcome] = field(default_factory=list)
    taken: list[tuple[str, Reply]] = field(default_factory=list)

    def send(self, openid: str, reply: Reply) -> Outcome:
        if self.outcomes:
            return self.outcomes.pop(0)
        self.taken.append((openid, reply))
        return Done()


@dataclass
class Sent:
    """What the worker told of each result."""

    outcomes: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, late: Late, outcome: str) -> None:
        self.outcomes.append((late.message_key, outcome))


def owing(*keys: str, miniprogram: bool = False) -> LocalMemory:
    memory = LocalMemory(60, 60)
    for key in keys:
        memory.begin(key, f"o{key}", "", "d")
        memory.finish(key, f"o{key}", stored.encode(Text(key)), None, given=False, miniprogram=miniprogram, due=0)
    return memory


def drain(answers: LateAnswers) -> None:
    while answers.send_one():
        pass


def test_each_is_sent_once():
    account, mini, told = Platform(), Platform(), Sent()
    drain(LateAnswers(owing("a", "b"), {False: account, True: mini}, told))
    assert account.taken == [("oa", Text("a")), ("ob", Text("b"))]
    assert mini.taken == []
    assert told.outcomes == [("a", "sent"), ("b", "sent")]


def test_a_mini_programs_answers_go_through_its_own_client():
    account, mini = Platform(), Platform()
    drain(LateAnswers(owing("a", miniprogram=True), {False: account, True: mini}, Sent()))
    assert (account.taken, mini.taken) == ([], [("oa", Text("a"))])


@pytest.mark.parametrize("outcome", [Retry(0), WaitUntil(NOW)])
def test_what_may_pass_is_tried_again(outcome: Outcome, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(late_module, "PAUSES", (0.0, 0.0))
    platform, told = Platform([outcome, outcome]), Sent()
    drain(LateAnswers(owing("a"), {False: platform}, told, lambda: NOW))
    assert platform.taken == [("oa", Text("a"))]
    assert [outcome.partition(":")[0] for _, outcome in told.outcomes] == ["again", "again", "sent"]


def test_tries_come_to_an_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(late_module, "PAUSES", (0.0, 0.0))
    platform, told = Platform([Retry(0)] * 9), Sent()
    drain(LateAnswers(owing("a"), {False: platform}, told))
    assert [outcome.partition(":")[0] for _, outcome in told.outcomes] == ["again", "again", "lost"]


def test_nobody_waits_for_tomorrow():
    tomorrow = WaitUntil(NOW.replace(day=6, hour=0))
    platform, told = Platform([tomorrow]), Sent()
    drain(LateAnswers(owing("a"), {False: platform}, told, lambda: NOW))
    assert told.outcomes == [("a", "lost: wait_until 2026-05-06T00:00:00+08:00")]


@pytest.mark.parametrize(
    "outcome",
    [OtherChannel("closed"), StopRecipient("gone"), Unsure("busy"), BadInput("size"), Alert("ip"), Bug("body")],
)
def test_what_is_final_or_may_have_arrived_is_not_repeated_and_blocks_nobody(outcome: Outcome):
    platform, told = Platform([outcome]), Sent()
    drain(LateAnswers(owing("a", "b"), {False: platform}, told))
    assert platform.taken == [("ob", Text("b"))]
    assert [each.partition(":")[0] for _, each in told.outcomes] == ["lost", "sent"]


class Forgetful(LocalMemory):
    """Does not hear, the first time, that an answer was sent: Redis was gone at that moment."""

    deaf = True

    def sent(self, message_key: str, again_in: float | None = None) -> None:
        if self.deaf:
            self.deaf = False
            super().sent(message_key, 0.0)  # what the lease does when nobody says how it ended
        else:
            super().sent(message_key, again_in)


def test_an_answer_whose_sending_the_store_did_not_hear_of_is_not_sent_again():
    memory, platform, told = Forgetful(60, 60), Platform(), Sent()
    memory.begin("a", "oa", "", "d")
    memory.finish("a", "oa", stored.encode(Text("a")), None, given=False, miniprogram=False, due=0)
    drain(LateAnswers(memory, {False: platform}, told))
    assert platform.taken == [("oa", Text("a"))]
    assert told.outcomes == [("a", "sent")]


def test_what_is_settled_is_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(late_module, "REMEMBERED", 2)
    answers = LateAnswers(owing("a", "b", "c"), {False: Platform()}, Sent())
    drain(answers)
    assert list(answers._settled) == ["b", "c"]
