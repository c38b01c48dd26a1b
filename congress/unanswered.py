"""Questions without a sure answer: kept masked, found by likeness, sorted by staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from peewee import fn

from congress import audit
from congress.catalogue import beijing, naive
from congress.errors import Conflict, NotFound
from congress.unanswered_groups import Likeness, grouped
from models import Unanswered, database

LONGEST = 200  # characters
AN_HOUR = timedelta(hours=1)
MOST = 20  # questions of one person in an hour
MASK = "#"  # stands for a digit that was taken out
OPEN, ASIDE, ANSWERED = "open", "aside", "answered"
IN_ONE = 500  # bound values in one statement


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it was kept. `nearest` is the fact (`kind:key`) that it was told of; `at` is aware, +08:00.

    `openid` is empty once its time is over, and for whoever asked in the mini program: nobody can be told there.
    """

    number: int
    at: datetime
    text: str
    gist: str
    openid: str = field(repr=False, default="")
    nearest: str = ""
    pin: int = 0
    state: str = OPEN
    answer: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that say the same, the oldest first."""

    questions: tuple[Asked, ...]

    @property
    def number(self) -> int:
        """By which a page names the group: of its oldest question."""
        return self.questions[0].number

    @property
    def numbers(self) -> tuple[int, ...]:
        """Of all its questions."""
        return tuple(each.number for each in self.questions)

    @property
    def wordings(self) -> tuple[tuple[str, int], ...]:
        """Each wording with how often it came: the most frequent first, of equals a whole one, then the oldest."""
        found: dict[str, int] = {}
        for each in self.questions:
            found[each.text] = found.get(each.text, 0) + 1
        return tuple(sorted(found.items(), key=lambda each: (-each[1], MASK in each[0])))

    @property
    def likeliest(self) -> str:
        """The wording that stands for all."""
        return self.wordings[0][0]

    @property
    def newest(self) -> datetime:
        """When it was last asked."""
        return max(each.at for each in self.questions)

    @property
    def people(self) -> int:
        """How many asked, as far as one still knows."""
        known = {each.openid for each in self.questions}
        return len(known - {""}) + sum(not each.openid for each in self.questions)

    @property
    def openids(self) -> tuple[str, ...]:
        """Of those who may still be told, if their window is open."""
        return tuple(dict.fromkeys(each.openid for each in self.questions if each.openid))

    @property
    def nearest(self) -> tuple[str, ...]:
        """The facts that they were told of, the most frequent first."""
        found = [each.nearest for each in self.questions if each.nearest]
        return tuple(sorted(set(found), key=lambda each: (-found.count(each), each)))

    @property
    def by_hand(self) -> bool:
        """Whether staff put it together."""
        return any(each.pin for each in self.questions)


def keep(
    message_key: str, openid: str, at: datetime, text: str, *, gist: str = "", nearest: str = "",
    miniprogram: bool = False,
) -> bool:  # fmt: skip
    """Keep a question; whether it is on the board. The same message key again changes nothing. `at` is aware.

    `text` is masked already; what can't be seen is left out here. Of one person at most MOST an hour are kept.
    """
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST]
    if not shown:
        return False
    row, now = Unanswered, naive(at).replace(microsecond=0)
    recent = row.select().where((row.openid == openid) & (row.at > now - AN_HOUR) & (row.message_key != message_key))
    if recent.count() >= MOST:
        return False
    row.insert({
        "message_key": message_key[:190], "openid": openid, "miniprogram": miniprogram, "at": now, "text": shown,
        "gist": gist[:LONGEST], "nearest": nearest[:120],
    }).on_conflict_ignore().execute()  # fmt: skip
    return True


def groups(state: str = OPEN) -> tuple[Group, ...]:
    """All groups of questions in one state: what most people asked first, of equals what was asked last."""
    by_number = {each.number: each for each in _read(Unanswered.state == state)}
    likes = tuple(Likeness(each.number, each.gist or each.text, each.pin) for each in by_number.values())
    found = [Group(tuple(by_number[number] for number in numbers)) for numbers in grouped(likes)]
    return tuple(sorted(found, key=lambda each: (-each.people, -each.newest.timestamp(), each.number)))


def group(number: int, state: str = OPEN) -> Group:
    """The group that holds a question. Raises NotFound."""
    for each in groups(state):
        if number in each.numbers:
            return each
    raise NotFound(str(number))


def these(numbers: Iterable[int]) -> Group:
    """Exactly these questions, whatever became of them. Raises NotFound when none of them is left."""
    wanted, found = sorted(set(numbers)), list[Asked]()
    for start in range(0, len(wanted), IN_ONE):
        found += _read(Unanswered.id.in_(wanted[start : start + IN_ONE]))
    if not found:
        raise NotFound("questions")
    return Group(tuple(found))


def answered(answer: int) -> tuple[Asked, ...]:
    """The questions that one answer of staff's answered."""
    return tuple(_read(Unanswered.answer == answer))


def waiting() -> tuple[int, int]:
    """How many open questions there are, and of how many people."""
    row, number = Unanswered, fn.COUNT(fn.DISTINCT(Unanswered.openid))
    still = row.state == OPEN
    return row.select().where(still).count(), int(row.select(number).where(still).scalar())


def aside(numbers: Sequence[int], by: str, at: datetime) -> int:
    """Put questions aside that nobody will answer; how many. Raises Conflict when none of them is open any more."""
    return _turn(numbers, OPEN, ASIDE, "board.aside", by, at)


def back(numbers: Sequence[int], by: str, at: datetime) -> int:
    """Put them on the board again; how many. Raises Conflict."""
    return _turn(numbers, ASIDE, OPEN, "board.back", by, at)


def merge(numbers: Sequence[int], others: Sequence[int], by: str, at: datetime) -> None:
    """From now on these are one group, and what is like one of them belongs to it. Raises Conflict."""
    both = sorted({*numbers, *others})
    _pin(both, both[0] if both else 0, "board.merged", by, at)


def apart(numbers: Sequence[int], wording: str, by: str, at: datetime) -> None:
    """From now on what is worded so is a group of its own, and the others are one without it. Raises Conflict."""
    worded = {each.number for each in these(numbers).questions if each.text == wording}
    with database.atomic():
        for some in (worded, set(numbers) - worded):
            if some:
                _pin(sorted(some), min(some), "board.apart", by, at)


def by_likeness(numbers: Sequence[int], by: str, at: datetime) -> None:
    """What staff put together or apart is sorted by likeness again. Raises Conflict."""
    _pin(numbers, 0, "board.sorted", by, at)


def _read(condition: object) -> list[Asked]:
    row = Unanswered
    return [
        Asked(each.id, beijing(each.at), each.text, each.gist, "" if each.miniprogram else each.openid, each.nearest,
              each.pin, each.state, each.answer)
        for each in row.select().where(condition).order_by(row.id)
    ]  # fmt: skip


def _pin(numbers: Sequence[int], pin: int, what: str, by: str, at: datetime) -> None:
    if not change(numbers, OPEN, what, by, at, pin=pin):
        raise Conflict("gone")


def _turn(numbers: Sequence[int], before: str, after: str, what: str, by: str, at: datetime) -> int:
    if not (changed := change(numbers, before, what, by, at, state=after)):
        raise Conflict("gone")
    return changed


def change(
    numbers: Sequence[int], before: str, what: str, by: str, at: datetime, subject: str = "", **values: object
) -> int:  # fmt: skip
    """Change what is in one state, noted in the audit log; how many. `at` is aware."""
    row, found = Unanswered, 0
    wanted = sorted(set(numbers))
    with database.atomic():
        for start in range(0, len(wanted), IN_ONE):
            some = row.id.in_(wanted[start : start + IN_ONE]) & (row.state == before)
            found += row.select().where(some).count()  # MariaDB counts rows that changed, not rows that were found
            row.update(values).where(some).execute()
        if found:
            audit.note(by, what, subject or str(wanted[0]), at, str(found))
    return found
