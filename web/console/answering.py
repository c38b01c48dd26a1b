"""One answer for all who asked alike: looked at before it goes out, and taken back."""

import secrets
from collections.abc import Mapping

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from congress import audit, unanswered, unanswered_answers
from congress.errors import Conflict, Invalid, NotFound
from congress.notices import outbox
from congress.unanswered import OPEN, Group
from congress.unanswered_answers import FAQ, Draft
from understanding.masking import is_masked
from understanding.normalise import squeeze
from understanding.vocabulary import topics
from union import programmes
from web.console import gate
from web.console.gate import needs
from web.console.notices import figures
from web.console.tools import Tools
from web.console.unanswered import PAGE, form_page, numbers_of, reached, within

# What the account understands by itself, whatever the congress: a rule goes before it.
OWN_WORDS = ("greet", "thanks", "help", "notices", "more", "leave", "cancel", "binding", "own_bare")


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages."""

    @console.post("/unanswered/<int:number>/preview")
    @needs("office")
    def unanswered_preview(number: int) -> AnyResponse:
        """What would be sent to how many, and what the answer would take over."""
        group, draft = _open(request.form), _draft(request.form)
        try:
            draft = unanswered_answers.checked(draft, is_masked)
        except Invalid as error:
            return make_response(form_page(group, _filled(draft), tools, str(error)), 400)
        return make_response(_asking(group, draft, tools))

    @console.post("/unanswered/<int:number>/again")
    @needs("office")
    def unanswered_again(number: int) -> str:
        """The form as it was filled, to change something."""
        return form_page(_open(request.form), _filled(_draft(request.form)), tools)

    @console.post("/unanswered/<int:number>/answer")
    @needs("office")
    def unanswered_answered(number: int) -> AnyResponse:
        """Give the answer."""
        draft, by = _draft(request.form), gate.me().login
        try:
            unanswered_answers.checked(draft, is_masked)
            numbers = numbers_of(request.form.get("numbers", ""))
            given = unanswered_answers.give(draft, numbers, request.form.get("form", ""), by, tools.clock.now())
        except Invalid as error:
            return make_response(form_page(_open(request.form), _filled(draft), tools, str(error)), 400)
        except Conflict:
            gate.say("console/unanswered_said.txt", "failed", what="gone")
            return redirect(url_for("console.unanswered"))
        tools.content_changed()
        gate.say("console/unanswered_said.txt", what="answered", tell=draft.tell, count=0)
        return redirect(url_for("console.unanswered_answer", number=given))

    @console.get("/unanswered/answers")
    @needs("office")
    def unanswered_answers_given() -> str:
        """What staff have answered, the newest first."""
        found = unanswered_answers.answers(before=request.args.get("before", 0, int), most=PAGE + 1)
        return render_template(
            "console/unanswered_answers.html", answers=found[:PAGE],
            more=found[PAGE - 1].number if len(found) > PAGE else 0,
        )  # fmt: skip

    @console.get("/unanswered/answers/<int:number>")
    @needs("office")
    def unanswered_answer(number: int) -> str:
        """One answer: what it says, who was told, and taking it back."""
        found = unanswered_answers.answer(number)
        notice = outbox.notice(found.notice) if found.notice else None
        asked = unanswered.answered(number)
        return render_template(
            "console/unanswered_answer.html", answer=found, notice=notice, group=Group(asked) if asked else None,
            figures=figures(notice) if notice else None, at=tools.clock.now(),
            lines=[line for line in audit.lines(subject=str(number)) if line.what in ACTS],
        )  # fmt: skip

    @console.post("/unanswered/answers/<int:number>/withdraw")
    @needs("office")
    def unanswered_withdraw(number: int) -> AnyResponse:
        """Take it back."""
        try:
            count = unanswered_answers.withdraw(number, gate.me().login, tools.clock.now())
        except Conflict:
            gate.say("console/unanswered_said.txt", "failed", what="withdrawn_before")
        else:
            tools.content_changed()
            gate.say("console/unanswered_said.txt", what="withdrawn", count=count)
        return redirect(url_for("console.unanswered_answer", number=number))


ACTS = ("board.answered", "board.withdrawn")


def _asking(group: Group, draft: Draft, tools: Tools) -> str:
    at = tools.clock.now()
    likes = [each for each in unanswered.groups() if not set(each.numbers) & set(group.numbers)]
    further = {
        "programme": [each.name for each in programmes.programmes()],
        "words": [str(word) for name in OWN_WORDS for word in topics()[name]],
        "asked": [text for each in likes for text, _ in each.wordings],
    }
    reach = reached(group.openids, tools)
    return render_template(
        "console/unanswered_preview.html", group=group, draft=draft, form=secrets.token_hex(16), at=at,
        message=unanswered_answers.message(draft, group.likeliest), told=within(group, reach, at),
        sure=reach is not None, taken=unanswered_answers.taken_over(draft, squeeze, at, further),
    )  # fmt: skip


def _open(form: Mapping[str, str]) -> Group:
    """The questions of a form that are still open. Raises NotFound."""
    found = unanswered.these(numbers_of(form.get("numbers", "")))
    left = tuple(each for each in found.questions if each.state == OPEN)
    if not left:
        raise NotFound("questions")
    return Group(left)


def _draft(form: MultiDict[str, str]) -> Draft:
    kind = form.get("kind", "")
    rule_words = [line for line in form.get("words", "").splitlines() if line.strip()]
    words = form.getlist("wording") if kind == FAQ else rule_words
    return Draft(kind, form.get("question", ""), tuple(words), form.get("text", ""), form.get("tell") == "1")


def _filled(draft: Draft) -> dict[str, object]:
    """The form's values, for another try."""
    rule_words = "" if draft.kind == FAQ else "\n".join(draft.words)
    chosen = draft.words if draft.kind == FAQ else None
    return {"kind": draft.kind, "question": draft.question, "reply": draft.reply, "tell": draft.tell,
            "words": rule_words, "chosen": chosen}  # fmt: skip
