"""Questions that nobody could answer: what was asked alike, sorted by hand where that is wrong."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from congress import agenda, faq, guide, news, unanswered, unanswered_answers
from congress.errors import Conflict, NotFound
from congress.unanswered import ASIDE, OPEN, Asked, Group
from understanding.masking import is_masked
from union import programmes
from web.console import gate
from web.console.gate import needs
from web.console.tools import Tools

PAGE = 30  # groups, or answers
OTHERS = 200  # groups that one may be put together with


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages; answering is in `answering`."""

    @console.get("/unanswered", endpoint="unanswered")
    @needs("office")
    def board() -> str:
        """What waits for an answer, or what was put aside."""
        state = ASIDE if request.args.get("state") == ASIDE else OPEN
        page = max(request.args.get("page", 1, int), 1)
        found = unanswered.groups(state)
        shown = found[(page - 1) * PAGE : page * PAGE]
        reach = reached([openid for each in shown for openid in each.openids], tools)
        return render_template(
            "console/unanswered.html", state=state, groups=shown, total=len(found), page=page, pages=pages(len(found)),
            reach=lambda group: within(group, reach, tools.clock.now()), nearest=nearest, at=tools.clock.now(),
            questions=unanswered.waiting()[0],
        )  # fmt: skip

    @console.get("/unanswered/<int:number>")
    @needs("office")
    def unanswered_group(number: int) -> AnyResponse | str:
        """All wordings of one question, and the form for its answer."""
        found = unanswered.groups()
        group = next((each for each in found if number in each.numbers), None)
        return form_page(group, {}, tools, others=found) if group else _elsewhere(number)

    @console.post("/unanswered/<int:number>/<any(aside, back, merge, apart, sort):do>")
    @needs("office")
    def unanswered_sort(number: int, do: str) -> AnyResponse:
        """Put aside or back; put groups together, take one wording out, undo both."""
        numbers, by, at = numbers_of(request.form.get("numbers", "")), gate.me().login, tools.clock.now()
        steps: dict[str, Callable[[], object]] = {
            "aside": lambda: unanswered.aside(numbers, by, at), "back": lambda: unanswered.back(numbers, by, at),
            "merge": lambda: unanswered.merge(numbers, _group(request.form.get("with", 0, int)).numbers, by, at),
            "apart": lambda: unanswered.apart(numbers, request.form.get("wording", ""), by, at),
            "sort": lambda: unanswered.by_likeness(numbers, by, at),
        }  # fmt: skip
        try:
            steps[do]()
        except (Conflict, NotFound):
            gate.say("console/unanswered_said.txt", "failed", what="gone")
            return redirect(url_for("console.unanswered"))
        gate.say("console/unanswered_said.txt", what=do, count=len(numbers))
        if do in ("merge", "apart", "sort"):
            return redirect(url_for("console.unanswered_group", number=number))
        return redirect(url_for("console.unanswered", state=ASIDE if do == "back" else None))


def form_page(
    group: Group, values: dict[str, object], tools: Tools, wrong: str = "", others: Sequence[Group] = ()
) -> str:  # fmt: skip
    """One question with the form, filled with `values`; `wrong` is what was refused. `others` may be merged with it."""
    at = tools.clock.now()
    first = next((text for text, _ in group.wordings if not is_masked(text)), "")
    others = [each for each in (others or unanswered.groups())[:OTHERS] if each.number != group.number]
    return render_template(
        "console/unanswered_group.html", group=group, reach=within(group, reached(group.openids, tools), at),
        nearest=nearest(group), masked=is_masked, others=others, wrong=wrong, at=at,
        values={"kind": "faq", "question": first, "tell": True, **values}, most=unanswered_answers.REPLY,
    )  # fmt: skip


def reached(openids: Sequence[str], tools: Tools) -> frozenset[str] | None:
    """To whom a message may be sent now; None while nobody can tell."""
    return tools.reach(list(dict.fromkeys(openids)), tools.clock.now())


def within(group: Group, reach: frozenset[str] | None, at: datetime) -> int:
    """How many of those who asked may be told; without the store, how many asked lately enough."""
    if reach is not None:
        return sum(openid in reach for openid in group.openids)
    return len({each.openid for each in group.questions if each.openid and at - each.at < unanswered_answers.LASTS})


def nearest(group: Group) -> tuple[str, ...]:
    """What the people were told of instead, by its title; what is not there any more is left out."""
    return tuple(dict.fromkeys(title for fact in group.nearest[:3] if (title := _titled(fact))))


def numbers_of(written: str) -> tuple[int, ...]:
    """The numbers that a form carries."""
    return tuple(int(each) for each in written.split(",") if each.isascii() and each.isdigit() and len(each) < 10)


def pages(total: int) -> int:
    """How many pages so many groups take."""
    return max(1, -(-total // PAGE))


def _elsewhere(number: int) -> AnyResponse:
    """Where a question is that is not open any more."""
    found: Asked = unanswered.these([number]).questions[0]
    if found.answer:
        return redirect(url_for("console.unanswered_answer", number=found.answer))
    return redirect(url_for("console.unanswered", state=ASIDE))


def _group(number: int) -> Group:
    return unanswered.group(number)


def _titled(fact: str) -> str:
    kind, _, key = fact.partition(":")
    with suppress(NotFound):
        if kind == "faq":
            return faq.question(key).question
        if kind == "guide":
            return guide.entry(key).title
        if kind == "agenda":
            return agenda.item(key).title
    if kind == "news":
        return next((head.title for head in news.heads() if head.slug == key), "")
    if kind == "programme":
        return next((each.name for each in programmes.programmes() if each.key == key), "")
    return ""
