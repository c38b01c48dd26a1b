"""Late answers: sent once, tried again only where another try can help, never blocking each other."""

from dataclasses import dataclass, field

import pytest

from wechat import late as late_module
from wechat import stored
from wechat.client import PlatformDown, PlatformError
from wechat.late import LateAnswers
from wechat.memory import Late, LocalMemory
from wechat.replies import Reply, Text


@dataclass
class Platform:
    """Refuses as told, one error a call, then accepts."""

    errors: list[Exception] = field(default_factory=list)
    taken: list[tuple[str, Reply]] = field(default_factory=list)

    def send(self, openid: str, reply: Reply) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.taken.append((openid, reply))


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


@pytest.mark.parametrize("error", [PlatformError(-1, "busy"), PlatformError(45011, "minute"), PlatformDown("reset")])
def test_what_may_pass_is_tried_again(error: Exception, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(late_module, "PAUSES", (0.0, 0.0))
    platform, told = Platform([error, error]), Sent()
    drain(LateAnswers(owing("a"), {False: platform}, told))
    assert platform.taken == [("oa", Text("a"))]
    assert [outcome.partition(":")[0] for _, outcome in told.outcomes] == ["again", "again", "sent"]


def test_tries_come_to_an_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(late_module, "PAUSES", (0.0, 0.0))
    platform, told = Platform([PlatformDown("reset")] * 9), Sent()
    drain(LateAnswers(owing("a"), {False: platform}, told))
    assert [outcome.partition(":")[0] for _, outcome in told.outcomes] == ["again", "again", "lost"]


@pytest.mark.parametrize("code", [45015, 45047, 40003, 48002])
def test_a_closed_window_is_final_and_blocks_nobody(code: int):
    platform, told = Platform([PlatformError(code, "no")]), Sent()
    drain(LateAnswers(owing("a", "b"), {False: platform}, told))
    assert platform.taken == [("ob", Text("b"))]
    assert told.outcomes == [("a", f"lost: {code} no"), ("b", "sent")]
