"""One answer for all who asked alike: written by staff, sent once, given to whoever asks from now on, taken back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import peewee
from peewee import fn

from congress import agenda, audit, faq, guide, rules, unanswered
from congress.catalogue import beijing, naive
from congress.errors import Conflict, Invalid, NotFound
from congress.notices import outbox, wording
from congress.notices.audience import Audience
from congress.rules import CONTAINS, EXACT, Rule, RuleBook
from congress.unanswered import Group
from models import Faq, Revision, StaffAnswer, Unanswered, database
from models import Rule as RuleRow

FAQ = "faq"
KINDS = (FAQ, EXACT, CONTAINS)
NOTICE = "answer"  # the notice's kind
REPLY = 2000  # bytes of UTF-8
QUESTION, WORD, WORDS = 100, 40, 30  # characters of a question, of a rule's word; how many words there may be
LEAST = 2  # Chinese characters, or twice as many Latin letters, of a word that is to stand anywhere in a text
HAN = range(0x3400, 0xA000)
UNDO = timedelta(seconds=30)  # in which staff can take it back before anybody hears of it
LASTS = timedelta(hours=48)  # the longest window there is (docs/wechat.md, section 9)
ASKED = 30  # characters of the wording that a message repeats


@dataclass(frozen=True, slots=True)
class Draft:
    """What staff want to answer. `words` are further wordings of a frequent question, or the words of the rules."""

    kind: str
    question: str
    words: tuple[str, ...]
    reply: str
    tell: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was given. `withdrawn` is when it was taken back, aware like `at`."""

    number: int
    draft: Draft
    notice: int
    asked: int
    by: str
    at: datetime
    withdrawn_by: str = ""
    withdrawn: datetime | None = None


def checked(draft: Draft, is_masked: Callable[[str], bool] = lambda text: False) -> Draft:
    """The draft tidied up. Raises Invalid: kind, reply, long, question, words, short, masked."""
    if draft.kind not in KINDS:
        raise Invalid("kind")
    reply = draft.reply.replace("\r\n", "\n").strip()
    if not reply or any(not (sign.isprintable() or sign == "\n") for sign in reply):
        raise Invalid("reply")
    if len(reply.encode()) > REPLY:
        raise Invalid("long")
    question, words = _line(draft.question), tuple(dict.fromkeys(filter(None, map(_line, draft.words))))
    if not question or len(question) > QUESTION:
        raise Invalid("question")
    if draft.kind == FAQ:
        words = tuple(each for each in words if each != question)
    elif not words or len(words) > WORDS or any(len(each) > WORD for each in words):
        raise Invalid("words")
    if any(is_masked(each) for each in ((question, *words) if draft.kind == FAQ else words)):
        raise Invalid("masked")
    if draft.kind == CONTAINS and any(_tells(each) < LEAST for each in words):
        raise Invalid("short")
    return replace(draft, question=question, words=words, reply=reply)


def give(draft: Draft, numbers: Sequence[int], form: str, by: str, at: datetime) -> int:
    """Answer these questions, as far as they are open, and whoever asks alike from now on; the answer's number.

    `form` is the form's own mark: sent twice it is one answer. `at` is aware. Raises Invalid, Conflict (nothing open).
    """
    draft = checked(draft)
    if not form.isalnum() or len(form) > 40:
        raise Invalid("form")
    row = {"mark": form, "kind": draft.kind, "question": draft.question, "words": "\n".join(draft.words)}
    try:
        with database.atomic():
            number = StaffAnswer.insert(row | {"reply": draft.reply, "by": by[:80], "at": naive(at)}).execute()
            unanswered.change(
                numbers, unanswered.OPEN, "board.answered", by, at, str(number), state=unanswered.ANSWERED,
                answer=number,
            )  # fmt: skip
            taken = unanswered.answered(number)  # somebody else may have been quicker
            if not taken:
                raise Conflict("gone")
            values: dict[str, object] = {"asked": len(taken)}
            if draft.kind == FAQ:
                values["faq"] = _question(number, draft)
            else:
                _rules(number, draft)
            if draft.tell:
                words = message(draft, Group(taken).likeliest)
                values["notice"] = outbox.write(
                    NOTICE, f"{NOTICE}:{number}", Audience("asked", str(number)), words, at,
                    due=at + UNDO, expires=at + LASTS, by=by, title=draft.question,
                )  # fmt: skip
            StaffAnswer.update(values).where(StaffAnswer.id == number).execute()
            Revision.raise_()
    except peewee.IntegrityError:
        found = StaffAnswer.get_or_none(StaffAnswer.mark == form)
        if found is None or found.by != by:
            raise Invalid("form") from None
        return int(found.id)
    return int(number)


def withdraw(number: int, by: str, at: datetime) -> int:
    """Take an answer back: nobody gets it any more, and the questions are open again; how many.

    Who was sent it has it. `at` is aware. Raises Conflict, NotFound.
    """
    told = answer(number)
    with database.atomic():
        mine = (StaffAnswer.id == number) & StaffAnswer.withdrawn_at.is_null()
        if not StaffAnswer.update(withdrawn_by=by[:80], withdrawn_at=naive(at)).where(mine).execute():
            raise Conflict("withdrawn")
        Faq.update(withdrawn=True).where(Faq.key == _key(number)).execute()
        RuleRow.update(enabled=False).where(RuleRow.answer == number).execute()
        questions = len(unanswered.answered(number))
        opened = {"state": unanswered.OPEN, "answer": 0}
        Unanswered.update(opened).where(Unanswered.answer == number).execute()
        if told.notice:
            with suppress(Conflict):  # it was cancelled before
                outbox.cancel(told.notice, by, at)
        audit.note(by, "board.withdrawn", str(number), at, str(questions))
        Revision.raise_()
    return questions


def answer(number: int) -> Answer:
    """One answer. Raises NotFound."""
    row = StaffAnswer.get_or_none(StaffAnswer.id == number)
    if row is None:
        raise NotFound(str(number))
    return _told(row)


def answers(*, before: int = 0, most: int = 30) -> tuple[Answer, ...]:
    """The newest first; `before` a number."""
    query = StaffAnswer.select().order_by(StaffAnswer.id.desc()).limit(most)
    return tuple(map(_told, query.where(StaffAnswer.id < before) if before else query))


def message(draft: Draft, asked: str) -> str:
    """What those who asked are sent, in one message: what they asked in its likeliest wording, then the answer."""
    asked = wording.short(asked, ASKED)
    told = wording.words("answer.txt", asked=asked, reply=draft.reply)
    if len(told.encode()) <= wording.MESSAGE:
        return told
    return wording.words("answer.txt", asked="", reply=draft.reply)


def taken_over(
    draft: Draft, fold: Callable[[str], str], at: datetime, further: Mapping[str, Iterable[str]]
) -> Mapping[str, tuple[str, ...]]:
    """What the draft would answer from now on though something else does today: names by kind, none empty.

    `fold` brings words and texts to one form; `further` are more names by kind. A frequent question takes over only
    what is called exactly the same.
    """
    names: dict[str, Iterable[str]] = {
        "faq": [name for each in faq.questions() for name in (each.question, *each.aliases)],
        "agenda": [each.title for each in agenda.items()], "guide": [each.title for each in guide.entries()],
        "rule": [each.words for each in rules.rules()], **further,
    }  # fmt: skip
    kind = EXACT if draft.kind == FAQ else draft.kind
    words = (draft.question, *draft.words) if draft.kind == FAQ else draft.words
    book = RuleBook((Rule(place, kind, each, draft.reply) for place, each in enumerate(words)), fold)
    found = {what: tuple(dict.fromkeys(each for each in some if book.match(each, at))) for what, some in names.items()}
    return {what: each for what, each in found.items() if each}


def _question(number: int, draft: Draft) -> str:
    """A frequent question that belongs to no file: loading one leaves it alone."""
    Faq.insert({
        "key": _key(number), "question": draft.question, "aliases": "\n".join(draft.words), "answer": draft.reply,
        "position": -number,  # of two that are called the same, the newer one answers
    }).execute()  # fmt: skip
    return _key(number)


def _rules(number: int, draft: Draft) -> None:
    """A rule for each word, which goes before those that have it already."""
    row = RuleRow
    before = row.select(fn.MAX(row.priority)).where(row.enabled & row.words.in_(draft.words)).scalar()
    priority = 0 if before is None else before + 1
    rule = {"kind": draft.kind, "reply": draft.reply, "answer": number, "priority": priority}
    row.insert_many([rule | {"words": word} for word in draft.words]).execute()


def _key(number: int) -> str:
    return f"staff_{number}"  # no key of a file holds an underscore


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _tells(word: str) -> float:
    """How many Chinese characters a word is worth."""
    return sum(1.0 if ord(sign) in HAN else 0.5 if sign.isalpha() else 0.0 for sign in word)


def _told(row: StaffAnswer) -> Answer:
    draft = Draft(row.kind, row.question, tuple(filter(None, row.words.split("\n"))), row.reply, bool(row.notice))
    return Answer(
        row.id, draft, row.notice, row.asked, row.by, beijing(row.at), row.withdrawn_by,
        beijing(row.withdrawn_at) if row.withdrawn_at else None,
    )  # fmt: skip
