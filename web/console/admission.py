"""The office lets somebody in whom a stage refuses; the desk reads how to get that."""

import secrets
from datetime import datetime

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from congress import delegates, office_cards
from congress.checkin import admission, stages
from congress.checkin.admission import Case
from congress.checkin.arrivals import Outcome
from congress.errors import Conflict, Invalid, NotFound
from web.console import gate
from web.console.gate import needs
from web.console.tools import Tools

SAID = "console/admit_said.txt"


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages. A name is posted, so that it stands in no address and no log."""

    @console.get("/admit")
    @needs("desk")
    def admit() -> str:
        """Why somebody is refused now; to the office also the search, the button and what was decided lately."""
        return _page()

    @console.post("/admit/find")
    @needs("office")
    def admit_find() -> str | AnyResponse:
        """Whoever has this badge or name; the case itself when it is one."""
        asked = request.form.get("asked", "").strip()[:40]
        people = office_cards.find(asked)
        if len(people) == 1:
            return redirect(_address(people[0].badge))
        return _page(asked=asked, people=people, most=office_cards.MOST)

    @console.post("/admit")
    @needs("office")
    def admit_now() -> AnyResponse:
        """Let the person in."""
        form, by, at = request.form, gate.me().login, tools.clock.now()
        badge, stage = form.get("badge", "")[:32], form.get("stage", "")[:64]
        try:
            arrival = admission.overrule(
                stage, badge, by, form.get("reason", ""), at, mark=form.get("mark", "")[:64] or secrets.token_hex(8),
                desk=form.get("desk", "")[:32], number=_number(form.get("number", "")),
            )  # fmt: skip
        except Invalid as error:
            what = str(error)
            if what not in ("reason", "unknown_badge"):
                raise
            return make_response(_page(refused=what), 400)
        except Conflict:
            gate.say(SAID, "failed", what="already", badge=badge)
        except NotFound:
            if not form.get("number"):
                raise
            gate.say(SAID, "failed", what="closed")
        else:
            came = arrival.outcome is Outcome.ARRIVED
            gate.say(SAID, "done" if came else "failed", what="admitted" if came else "already", badge=arrival.badge)
        return redirect(_address(badge))

    @console.get("/admit/<int:number>/undo")
    @needs("office")
    def admission_undo(number: int) -> str | AnyResponse:
        """What would be taken back."""
        try:
            return _undoing(number)
        except Conflict:
            gate.say(SAID, "failed", what="undone_before")
            return redirect(url_for("console.admit"))

    @console.post("/admit/<int:number>/undo")
    @needs("office")
    def admission_undone(number: int) -> AnyResponse:
        """Take it back."""
        try:
            badge = admission.admitted(number).badge
            admission.take_back(number, gate.me().login, request.form.get("reason", ""), tools.clock.now())
        except Invalid:
            return make_response(_undoing(number, refused=True), 400)
        except Conflict:
            gate.say(SAID, "failed", what="undone_before")
        else:
            gate.say(SAID, what="undone", badge=badge)
        return redirect(url_for("console.admit"))

    def _page(*, refused: str = "", **found: object) -> str:
        at, values = tools.clock.now(), request.values
        written = values.get("badge", "").strip()[:32]
        badge = delegates.numbered(written.upper()) if written else ""
        case, trouble = _case(values.get("stage", "")[:64], badge, values.get("number", ""))
        desk = values.get("desk", "")[:32]
        return render_template(
            "console/admit.html", at=at, case=case, trouble=refused or trouble, badge=badge, desk=desk,
            desk_name=stages.desk_name, reason=values.get("reason", "")[:200], mark=secrets.token_hex(8),
            stage=case.stage.key if case else values.get("stage", "") or _likeliest(at), stages=stages.all(),
            latest=admission.latest() if gate.me().may("office") else (), **found,
        )  # fmt: skip

    def _case(stage: str, badge: str, number: str) -> tuple[Case | None, str]:
        """The case that is asked for, and why there is none."""
        try:
            if number:
                return admission.refusal(_number(number)), ""
            return (admission.case(stage, badge, tools.clock.now()) if stage and badge else None), ""
        except Invalid as error:
            return None, str(error)

    def _undoing(number: int, *, refused: bool = False) -> str:
        arrival = admission.admitted(number)
        named = {each.key: each.name for each in stages.all()}
        return render_template(
            "console/admit_undo.html", arrival=arrival, stage=named.get(arrival.stage, arrival.stage),
            desk_name=stages.desk_name, refused=refused,
        )  # fmt: skip


def _likeliest(at: datetime) -> str:
    """The key of the stage that is open, else of the nearest one; empty when there are none."""
    found = sorted(stages.all(), key=lambda each: (not each.is_open(at), abs(each.opens - at)))
    return found[0].key if found else ""


def _number(text: str) -> int:
    """0 for an empty text. Raises NotFound for what is no number of an entry."""
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotFound(text)
    return int(text or 0)


def _address(badge: str) -> str:
    values = request.form
    return url_for("console.admit", stage=values.get("stage", "")[:64], badge=badge, desk=values.get("desk") or None)
