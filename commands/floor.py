"""The floor: what the platform's own keyword replies would say from the same frequently asked questions."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from congress import faq
from congress.faq import Question
from handlers import fallback
from handlers.explaining import told
from wechat.inbound import Ask


class Floor:
    """A rule for each question: its own words and its other wordings are the keywords, each once as `the whole text`
    and once as `contained in it`, compared as typed. Text alone: the platform matches no keyword in anything else."""

    def __init__(self, questions: Iterable[Question], default: str) -> None:
        """`default` is said where no keyword fits."""
        self._answers: dict[str, str] = {}
        for each in questions:
            for keyword in (each.question, *each.aliases):
                self._answers.setdefault(keyword.strip(), each.answer)
        self._answers.pop("", None)
        # Of several that are contained the longest: kinder than the platform, which takes any.
        self._longest = sorted(self._answers, key=len, reverse=True)
        self._default = default

    def reply(self, say: Any) -> str:
        """The answer to one message, in the form of a sample's `say`."""
        if not isinstance(say, str):
            return self._default
        found = say if say in self._answers else next((each for each in self._longest if each in say), "")
        return self._answers.get(found, self._default)


def floor() -> Floor:
    """The floor of the congress that is loaded; where no keyword fits it is as honest as we are."""
    return Floor(faq.questions(), told(fallback.on_anything(Ask("", datetime.now(UTC), "text"))))
