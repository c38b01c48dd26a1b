"""Where the line between an answer and `we don't know` may be drawn: what each would cost, on samples."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from commands.faults import asks
from commands.marks import RIGHT, Mark
from commands.samples import Sample
from handlers.explaining import explained
from understanding import ranking
from wechat.router import Table

NOBODY_KNOWS = frozenset({"unknown", "noise", "hostile"})  # kinds of samples that no fact answers
ANSWERED = frozenset({"agenda", "guide", "faq", "news", "programme"})  # topics that facts answer by their scores
TRIED = (0.30, 0.35, 0.40, 0.42, 0.45, 0.50, 0.55, 0.60, 0.62, 0.65, 0.70, 0.75, 0.80)
NOT_ASKED = "oLINES"  # an openid that is nobody's


@dataclass(slots=True)
class Lines:
    """Best scores of questions that nobody can answer, and of facts that were the right answer."""

    unknown: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)

    def add(self, table: Table, marks: Iterable[Mark]) -> None:
        """Take in the samples of these marks."""
        for mark in marks:
            self._add(table, mark.sample, mark.outcome == RIGHT)

    def _add(self, table: Table, sample: Sample, right: bool) -> None:
        if isinstance(sample.say, dict) and "location" in sample.say:
            return
        found = explained(table, asks(sample, NOT_ASKED))
        question = found.question
        if sample.kind in NOBODY_KNOWS:
            self.unknown.append(max((step.found[0][1] for step in found.trace if step.found), default=0.0))
        elif right and question.topic in ANSWERED and question.hits and not question.follows:
            self.known.append(question.hits[0].score)

    def told(self) -> str:
        """A line for each score that might be the limit; those that are it now are marked."""
        now = {ranking.SURE: "from here on it is the answer", ranking.MAYBE: "from here on it is the nearest thing"}
        head = f"{'line':>6}{'unknown at or above':>22}{'known below':>14}"
        rows = [
            f"{line:>6.2f}{sum(score >= line for score in self.unknown):>22}"
            f"{sum(score < line for score in self.known):>14}  {now.get(line, '')}".rstrip()
            for line in sorted({*TRIED, *now})
        ]
        return "\n".join([head, *rows, f"{'of':>6}{len(self.unknown):>22}{len(self.known):>14}"])
