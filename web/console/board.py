"""The live board of check-in: for the hall without names, for the office with them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, make_response, render_template, request

from congress import audit, delegations
from congress.checkin import board as boards
from congress.checkin import expected, export, stages
from congress.checkin.board import Board
from congress.checkin.roster import milliseconds, note_seen
from congress.checkin.stages import Stage
from web.console import gate
from web.console.gate import needs
from web.console.streams import Streams, events, places
from web.console.tools import Tools

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def routes(console: Blueprint, tools: Tools) -> None:
    """The two forms of the board, their figures, the office's lists."""
    streams = Streams(places(tools.web_threads))

    @console.get("/board")
    @needs("desk")
    def board() -> str:
        """The office's form; names only for the office."""
        return _page("console/board.html", tools.clock.now())

    @console.get("/board/hall")
    @needs("desk")
    def board_hall() -> str:
        """The hall's form: figures that can be read across the room."""
        return _page("console/board_hall.html", tools.clock.now())

    @console.get("/board/figures")
    @needs("desk")
    def board_figures() -> Response:
        """The figures as JSON, for those who have no stream."""
        at = tools.clock.now()
        return jsonify(_figures(_asked(at), at))

    @console.get("/board/stream")
    @needs("desk")
    def board_stream() -> Response:
        """The figures whenever they change. 503 when this process holds enough streams: ask for the figures then."""
        stage = _asked(tools.clock.now())
        give_back = streams.take()
        if give_back is None:
            refused = make_response(jsonify(error={"status": 503, "message": ""}), 503)
            refused.headers["Retry-After"] = "60"
            return refused
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        response = Response(events(_news(app, stage.key, tools)), content_type="text/event-stream; charset=utf-8")
        response.call_on_close(give_back)
        response.headers["Cache-Control"] = "no-store, no-transform"
        response.headers["X-Accel-Buffering"] = "no"  # a proxy must hand on every line at once
        return response

    @console.get("/board/people")
    @needs("office")
    def board_people() -> Response:
        """Who is missing, who came twice, who was refused: by name, noted once for a person, stage and day."""
        at = tools.clock.now()
        stage = _asked(at)
        note_seen(gate.me().login, stage.key, at)
        return jsonify(_people(boards.board(stage.key, at)))

    @console.get("/board/export")
    @needs("office")
    def board_export() -> Response:
        """The stage as a file for a spreadsheet; each one that is taken away is noted."""
        at = tools.clock.now()
        stage = _asked(at)
        content = export.xlsx([stage.key], at)
        audit.note(gate.me().login, "checkin.export", "", at, stage.key)
        response = Response(content, content_type=XLSX)
        response.headers["Content-Disposition"] = f"attachment; filename=checkin-{stage.key}-{at:%m%d-%H%M}.xlsx"
        return response


def _page(template: str, at: datetime) -> str:
    stage = _asked(at, required=False)
    day = timedelta(days=1)
    names = gate.me().may("office")
    return render_template(template, stage=stage, stages=stages.all(), at=at, day=day, can_see_names=names)


def _asked(at: datetime, *, required: bool = True) -> Stage:
    """The stage that is asked for, else the one that matters most now. 404 when there is none at all."""
    key = request.args.get("stage", "")
    if key:
        return stages.stage(key)
    if required or not stages.all():
        abort(404)
    return max(stages.all(), key=lambda each: (each.is_open(at), each.opens <= at, -abs(each.opens - at)))


def _news(app: Flask, key: str, tools: Tools) -> Callable[[], tuple[str, str] | None]:
    """What changed since it was last asked; gives its database connection back each time."""
    known: list[dict[str, Any]] = [{}]

    def look() -> tuple[str, str] | None:
        with app.app_context():
            at = tools.clock.now()
            figures = _figures(stages.stage(key), at)
            told = app.json.dumps(figures)
        same = {**figures, "now": 0} == known[0]
        known[0] = {**figures, "now": 0}
        return None if same else ("figures", told)

    return look


def _figures(stage: Stage, at: datetime) -> dict[str, Any]:
    """Nobody's name and nobody's badge. Times in Unix milliseconds."""
    found = boards.board(stage.key, at)
    return {
        "now": milliseconds(at), "stage": stage.key, "revision": found.revision, "open": stage.is_open(at),
        "arrived": found.arrived, "expected": found.expected, "others": found.others, "total": found.total,
        "delegations": [
            [each.name, each.arrived, each.expected]
            for each in sorted(found.delegations, key=lambda group: _place(group.name))
        ],
        "hours": [[milliseconds(each.hour), each.count] for each in found.hours],
        "duplicates": len(found.duplicates), "refused": len(found.refused),
    }  # fmt: skip


def _place(delegation: str) -> int:
    """Where a delegation stands in the organisers' list; at its end for one that does not."""
    names = [each.name for each in delegations.delegations()]
    return names.index(delegation) if delegation in names else len(names)


def _people(found: Board) -> dict[str, Any]:
    badges = {*found.missing, *(each.badge for each in found.duplicates), *(each.badge for each in found.refused)}
    names = {each.badge: [each.badge, each.name, each.delegation] for each in expected.named(badges)}
    desks = {each.key: each.name for each in stages.desks()}

    def seen(one: Any) -> list[Any]:
        return [milliseconds(one.at), desks.get(one.desk, one.desk), one.by]

    def who(badge: str) -> list[str]:
        return names.get(badge, [badge, "", ""])

    return {
        "revision": found.revision,
        "missing": sorted((who(badge) for badge in found.missing), key=lambda person: _place(person[2])),
        "duplicates": [[who(each.badge), seen(each.first), seen(each.again)] for each in found.duplicates],
        "refused": [[who(each.badge), seen(each.seen), each.reason.value, each.number] for each in found.refused],
    }
