"""How many samples were answered right, wrong, or with what must not be said; beside it the floor."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from commands.faults import Fault
from commands.samples import Sample

RIGHT, WRONG, LEAKED = "right", "wrong", "leaked"
WIDTH = 16  # columns of a kind's name


@dataclass(frozen=True, slots=True)
class Mark:
    """One sample with its reply. `private` are values of others in the reply, `made_up` those that no row holds.
    `fault` is None when it is right, or when nobody could look; `floor` is what the platform's own rules would get:
    right, wrong or leaked."""

    sample: Sample
    reply: str
    private: tuple[str, ...] = ()
    made_up: tuple[str, ...] = ()
    fault: Fault | None = None
    floor: str = ""

    @property
    def outcome(self) -> str:
        """right, wrong or leaked."""
        return LEAKED if self.private else outcome(self.sample, self.reply)


@dataclass(slots=True)
class Sheet:
    """The marks of one file."""

    name: str
    marks: list[Mark] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share that is right; 1 for a file without samples."""
        return sum(mark.outcome == RIGHT for mark in self.marks) / len(self.marks) if self.marks else 1.0


def outcome(sample: Sample, reply: str) -> str:
    """right, wrong or leaked: what must not be said counts before what is missing."""
    return LEAKED if sample.leaked(reply) else WRONG if sample.missing(reply) else RIGHT


def by_kind(sheet: Sheet) -> str:
    """A line for each kind, one for all; then how often which stage was at fault, private and made-up values."""
    kinds = dict.fromkeys(mark.sample.kind for mark in sheet.marks)
    lines = [_heads("kind", WIDTH)]
    lines += [_line(kind, [mark for mark in sheet.marks if mark.sample.kind == kind], WIDTH) for kind in kinds]
    lines.append(_line("all", sheet.marks, WIDTH))
    if stages := Counter(mark.fault.stage for mark in sheet.marks if mark.fault):
        lines.append("stages at fault: " + ", ".join(f"{stage} {count}" for stage, count in stages.most_common()))
    lines.append(f"private values of others in replies: {sum(len(mark.private) for mark in sheet.marks)}")
    lines.append(f"times and numbers in replies that no row holds: {sum(len(mark.made_up) for mark in sheet.marks)}")
    return "\n".join(lines)


def failure(mark: Mark) -> str:
    """A sample that was not answered right: what was asked, what is wrong, the stage at fault, the reply."""
    sample = mark.sample
    before = "".join(f"{each} -> " for each in sample.before)
    told = [f"{sample.id} {sample.kind} as {sample.who} at {sample.at:%m-%d %H:%M}: {before}{str(sample.say)[:200]}"]
    told += [f"   misses one of: {' / '.join(group[:6])}" for group in sample.missing(mark.reply)]
    if leaks := (*sample.leaked(mark.reply), *(value for value in mark.private if value not in sample.must_not)):
        told.append(f"   must not hold: {' / '.join(leaks)}")
    if mark.made_up:
        told.append(f"   no row holds: {' / '.join(mark.made_up)}")
    if mark.fault:
        told.append(f"   stage at fault: {mark.fault.stage}" + (f" ({mark.fault.why})" if mark.fault.why else ""))
    return "\n".join([*told, "   " + (mark.reply or "(no reply)").replace("\n", "\n   "), ""])


def by_file(sheets: Iterable[Sheet]) -> str:
    """A line for each file."""
    sheets = list(sheets)
    width = max(WIDTH, *(_columns(sheet.name) for sheet in sheets)) + 1
    return "\n".join([_heads("file", width), *(_line(sheet.name, sheet.marks, width) for sheet in sheets)])


def _heads(what: str, width: int) -> str:
    return f"{what:<{width}}{RIGHT:>6}{WRONG:>7}{LEAKED:>8}{'share':>8}{'floor':>8}"


def _line(name: str, marks: list[Mark], width: int) -> str:
    count = Counter(mark.outcome for mark in marks)
    share = count[RIGHT] / len(marks) if marks else 0.0
    floor = sum(mark.floor == RIGHT for mark in marks) / len(marks) if marks else 0.0
    name += " " * (width - _columns(name))
    return f"{name}{count[RIGHT]:>6}{count[WRONG]:>7}{count[LEAKED]:>8}{share:>8.0%}{floor:>8.0%}"


def _columns(text: str) -> int:
    """How wide a terminal shows it: Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
