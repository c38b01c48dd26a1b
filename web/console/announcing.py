"""Announcements: written, looked at, approved by a second person, corrected."""

import secrets
from datetime import datetime
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from congress.catalogue import BEIJING
from congress.errors import Conflict, Invalid
from congress.notices import announcements, choices
from congress.notices.announcements import Draft, Written
from congress.notices.outbox import State
from web.console import gate
from web.console.gate import needs
from web.console.notices import looks, ways
from web.console.tools import Tools

TOLERATED = 0.02  # of the recipients may have come or gone since the approver was shown how many


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages."""

    @console.get("/notices/new")
    @needs("office")
    def announce() -> str:
        """An empty form, or one for the correction of an earlier announcement."""
        corrects = request.args.get("corrects", 0, int)
        draft = announcements.correcting(corrects) if corrects else None
        return _form(_filled(draft) if draft else {}, corrects=corrects)

    @console.post("/notices/new")
    @needs("office")
    def announced() -> AnyResponse:
        """Keep it, and show it as it would look."""
        form, at = request.form, tools.clock.now()
        try:
            draft = _draft(form, at, tools.web_url, corrects=form.get("corrects", 0, int))
            number = announcements.write(draft, form.get("form", ""), gate.me().login, at)
        except Invalid as error:
            values = dict(form.items())
            return make_response(_form(values, wrong=str(error), corrects=form.get("corrects", 0, int)), 400)
        return redirect(url_for("console.notice", number=number))

    @console.get("/notices/<int:number>/edit")
    @needs("office")
    def editing(number: int) -> str:
        """The form with what was written."""
        found = _open(number)
        return _form(_filled(found.draft), number=number, version=found.version, corrects=found.draft.corrects)

    @console.post("/notices/<int:number>/edit")
    @needs("office")
    def edited(number: int) -> AnyResponse:
        """Keep the change; an approval that there was is gone."""
        form, at, version = request.form, tools.clock.now(), request.form.get("version", 0, int)
        corrects = announcements.announcement(number).draft.corrects
        try:
            draft = _draft(form, at, tools.web_url, corrects=corrects)
            announcements.edit(number, version, draft, gate.me().login, at)
        except Invalid as error:
            values = dict(form.items())
            return make_response(_form(values, str(error), number, version, corrects), 400)
        except Conflict as error:
            gate.say("console/notice_said.txt", "failed", what="conflict", state=str(error))
        return redirect(url_for("console.notice", number=number))

    @console.post("/notices/<int:number>/submit")
    @needs("office")
    def submitted(number: int) -> AnyResponse:
        """Hand it to a second person."""
        try:
            announcements.submit(number, request.form.get("version", 0, int), gate.me().login, tools.clock.now())
        except Conflict as error:
            gate.say("console/notice_said.txt", "failed", what="conflict", state=str(error))
        else:
            gate.say("console/notice_said.txt", what="submitted")
        return redirect(url_for("console.notice", number=number))

    @console.get("/notices/<int:number>/approve")
    @needs("office")
    def approving(number: int) -> AnyResponse:
        """What would go out, to how many."""
        found = announcements.announcement(number)
        if found.notice.state is not State.WAITING or found.notice.by == gate.me().login:
            return redirect(url_for("console.notice", number=number))
        return make_response(_asking(found))

    @console.post("/notices/<int:number>/approve")
    @needs("office")
    def approved(number: int) -> AnyResponse:
        """Let it go out, to as many as the approver was shown."""
        found, form = announcements.announcement(number), request.form
        people, now = form.get("people", -1, int), ways(found.notice, tools)["total"]
        if found.notice.state is State.WAITING and abs(now - people) > max(1, TOLERATED * now):
            return make_response(_asking(found, changed=True), 409)
        try:
            announcements.approve(number, form.get("version", 0, int), now, gate.me().login, tools.clock.now())
        except Conflict as error:
            gate.say("console/notice_said.txt", "failed", what="conflict", state=str(error))
        else:
            gate.say("console/notice_said.txt", what="approved", people=now, due=found.draft.send_at)
        return redirect(url_for("console.notice", number=number))

    def _form(
        values: dict[str, Any], wrong: str = "", number: int = 0, version: int = 0, corrects: int = 0
    ) -> str:  # fmt: skip
        return render_template(
            "console/announce.html", values=values, wrong=wrong, number=number, version=version, corrects=corrects,
            form=values.get("form") or secrets.token_hex(16), choices=choices.choices(tools.clock.now()),
            longest=announcements.LONGEST_TITLE, web_url=tools.web_url,
        )  # fmt: skip

    def _asking(found: Written, *, changed: bool = False) -> str:
        return render_template(
            "console/approve.html", notice=found.notice, written=found, ways=ways(found.notice, tools),
            looks=looks(found.notice), changed=changed,
        )  # fmt: skip


def _open(number: int) -> Written:
    found = announcements.announcement(number)
    if not found.is_open:
        raise Conflict("begun")
    return found


def _draft(form: MultiDict[str, str], at: datetime, base: str, *, corrects: int) -> Draft:
    """What the form says. Raises Invalid: audience, time."""
    send_at = None
    if form.get("when") == "later":
        try:
            send_at = datetime.fromisoformat(form.get("send_at", "")).replace(tzinfo=BEIJING)
        except ValueError:
            raise Invalid("time") from None
    to = f"told:{corrects}" if corrects else form.get("to", "")
    if corrects:
        announcements.announcement(corrects)
    page = form.get("page", "").strip()
    return Draft(
        form.get("title", ""), form.get("text", "").replace("\r\n", "\n"), choices.chosen(to, at),
        f"{base}{page}" if page.startswith("/") else page, "urgent" in form, send_at, corrects,
    )  # fmt: skip


def _filled(draft: Draft) -> dict[str, Any]:
    to = draft.audience.kind + (f":{draft.audience.value}" if draft.audience.value else "")
    return {
        "title": draft.title, "text": draft.text, "page": draft.page, "urgent": draft.urgent, "to": to,
        "when": "later" if draft.send_at else "now",
        "send_at": f"{draft.send_at:%Y-%m-%dT%H:%M}" if draft.send_at else "",
    }  # fmt: skip
