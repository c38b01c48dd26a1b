"""Notices: what goes out, how far it is, and stopping it."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from congress import audit
from congress.errors import Conflict, NotFound
from congress.notices import announcements, audience, banners, choices, ledger, outbox, switches, wording
from congress.notices.announcements import Written
from congress.notices.outbox import State, Told
from web.console import gate
from web.console.gate import needs
from web.console.tools import Tools

PAGE = 30  # notices
PEOPLE = 100  # lines of the ledger
LINK = re.compile(r"<a href=\"[^\"]*\">([^<]*)</a>")
KINDS = ("announcement", *switches.KINDS, "answer", "binding")


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages; writing and approving are in `announcing`."""
    console.add_app_template_filter(choices.named, "audience_name")
    console.add_app_template_filter(chat_links)

    @console.get("/notices")
    @needs("office")
    def notices() -> str:
        """What waits for somebody, then everything, the newest first."""
        kind = request.args.get("kind", "")
        kind = kind if kind in KINDS else ""
        found = outbox.notices(kind=kind, before=request.args.get("before", 0, int), most=PAGE + 1)
        waiting = outbox.notices(states=(State.WAITING,))
        held = tuple(each for each in outbox.notices(states=(State.QUEUED,)) if each.kind == "change")
        return render_template(
            "console/notices.html", kind=kind, kinds=KINDS, found=found[:PAGE], waiting=waiting, held=held,
            off=switches.off(), automatic=switches.KINDS, at=tools.clock.now(),
            more=found[PAGE - 1].number if len(found) > PAGE else 0,
        )  # fmt: skip

    @console.get("/notices/<int:number>")
    @needs("office")
    def notice(number: int) -> str:
        """One: how it looks, to whom it goes, how far it is, what was done with it."""
        found, written = outbox.notice(number), _written(number)
        begun = bool(found.recipients) or found.state in (State.SENDING, State.DONE)
        return render_template(
            "console/notice.html", notice=found, written=written, begun=begun, at=tools.clock.now(),
            figures=figures(found) if begun else None, reasons=ledger.counts(number).reasons if begun else {},
            looks=looks(found), ways=None if begun else ways(found, tools), lines=audit.lines(subject=str(number)),
            corrections=announcements.corrections(number), mine=written is not None and found.by == gate.me().login,
        )  # fmt: skip

    @console.get("/notices/<int:number>/progress")
    @needs("office")
    def notice_progress(number: int) -> Response:
        """The figures alone, for the page that is open."""
        found = outbox.notice(number)
        return jsonify(figures(found))

    @console.get("/notices/<int:number>/people")
    @needs("office")
    def notice_people(number: int) -> str:
        """What became of each recipient, by badge; people without one are only counted."""
        found, state = outbox.notice(number), request.args.get("state", "")
        lines = ledger.lines(number, after=request.args.get("after", 0, int), state=state, most=PEOPLE + 1)
        return render_template(
            "console/notice_people.html", notice=found, state=state, states=ledger.counts(number).states,
            lines=lines[:PEOPLE], more=lines[PEOPLE - 1].number if len(lines) > PEOPLE else 0,
        )  # fmt: skip

    @console.get("/notices/<int:number>/cancel")
    @needs("office")
    def cancelling(number: int) -> str:
        """What stopping would mean."""
        found = outbox.notice(number)
        return render_template("console/notice_cancel.html", notice=found, figures=figures(found))

    @console.post("/notices/<int:number>/<any(pause, resume, cancel):do>")
    @needs("office")
    def notice_step(number: int, do: str) -> AnyResponse:
        """Pause, go on, stop for good."""
        steps = {"pause": outbox.pause, "resume": outbox.resume, "cancel": outbox.cancel}
        try:
            steps[do](number, gate.me().login, tools.clock.now())
        except Conflict as error:
            gate.say("console/notice_said.txt", "failed", what="conflict", state=str(error))
        else:
            gate.say("console/notice_said.txt", what=do, figures=figures(outbox.notice(number)))
        return redirect(url_for("console.notice", number=number))

    @console.post("/notices/switches/<any(change, reminder, overview):kind>/<any(on, off):to>")
    @needs("office")
    def notice_switch(kind: str, to: str) -> AnyResponse:
        """Let the notices of a kind be written by themselves, or not."""
        switches.turn(kind, to == "on", gate.me().login, tools.clock.now())
        gate.say("console/notice_said.txt", what=f"switched_{to}", kind=kind)
        return redirect(url_for("console.notices"))


def chat_links(words: str) -> Markup:
    """The words as the chat shows them: links by their names, everything else as it is written."""
    parts, end = Markup(), 0
    for found in LINK.finditer(words):
        parts += escape(words[end : found.start()]) + Markup('<span class="link">{}</span>').format(found[1])
        end = found.end()
    return parts + escape(words[end:])


def figures(notice: Told) -> dict[str, Any]:
    """How far a notice is, for the page and for what refreshes it."""
    counts = ledger.counts(notice.number)
    state = counts.states.get
    waiting = state("waiting", 0) + state("trying", 0)
    done = counts.total - waiting
    return {
        "state": notice.state.value, "total": counts.total, "whole": notice.expanded, "done": done, "waiting": waiting,
        "sent": state("sent", 0), "banner": state("banner", 0), "told": state("told", 0), "gone": state("gone", 0),
        "dropped": state("dropped", 0), "share": round(100 * done / counts.total) if counts.total else 0,
        "channels": {name: counts.channels.get(name, 0) for name in ("subscription", "service", "template")},
    }  # fmt: skip


def looks(notice: Told) -> dict[str, str]:
    """Exactly how it looks: in the chat, above an answer, on a template's card."""
    return {
        "chat": notice.words, "banner": banners.brief(notice.words), "title": wording.short(notice.title),
        **{name: value for name, value in notice.details.items() if value},
    }  # fmt: skip


def ways(notice: Told, tools: Tools) -> dict[str, int]:
    """How many there are now, and how many by each channel; without the channels when nobody can count them."""
    counted = dict(tools.forecast(notice, tools.clock.now())) if tools.forecast else {}
    total = sum(counted.values()) or audience.size(notice.audience)
    return {**counted, "total": total, "reached": total - counted.get("unbound", 0) - counted.get("gone", 0)}


def _written(number: int) -> Written | None:
    try:
        return announcements.announcement(number)
    except NotFound:  # one that was written by itself
        return None
