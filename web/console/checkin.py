"""The check-in desk: its page, its roster, what it sends."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from congress import staff
from congress.checkin import arrivals, board, duty, retraction, roster
from congress.checkin.arrivals import Arrival, Entry, Seen
from congress.checkin.duty import Duties
from congress.checkin.signing import Signer
from congress.errors import Invalid, NotFound
from web.console import gate
from web.console.gate import needs
from web.console.tools import Tools

MOST = 100  # entries in one request
LARGEST = 64 * 1024  # bytes of a request
FOLDERS = ("console/checkin", "vendor/jsqr-1.4.0")  # below static/: what the page is made of
BESIDES = ("console/console.css", "icon.png")
OWN = ("service.js",)  # the worker itself is no file of the page
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Asked = TypeVar("Asked", bound=BaseModel)
Milliseconds = Annotated[int, Field(ge=0, le=4_102_444_800_000)]  # until 2100


class Sent(BaseModel):
    """One entry of a desk's queue. `at` in Unix milliseconds of our clock, as the desk knew it.

    `duty` is the token that the desk held when the badge was scanned. Whatever stands there, the entry is taken.
    """

    model_config = ConfigDict(extra="ignore")

    mark: str = Field(pattern=r"^[0-9a-f-]{32,36}$")
    stage: str = Field(min_length=1, max_length=64)
    badge: str = Field(min_length=1, max_length=32)
    at: Milliseconds
    desk: str = Field(max_length=32)
    how: str = Field(pattern=r"^(gun|camera|typed)$")
    duty: Any = ""


class Batch(BaseModel):
    """What a desk sends at once."""

    entries: list[Sent] = Field(min_length=1, max_length=MOST)


class TakenBack(BaseModel):
    """A check-in that a desk takes back, by the mark it was sent with."""

    mark: str = Field(pattern=r"^[0-9a-f-]{32,36}$")
    target: str = Field(pattern=r"^[0-9a-f-]{32,36}$")
    reason: str = Field(min_length=1, max_length=100)
    at: Milliseconds | None = None
    duty: Any = ""


def routes(console: Blueprint, tools: Tools) -> None:
    """The page and what it asks for."""
    signer, duties = Signer(tools.secret_key), Duties(tools.secret_key)

    @console.get("/checkin")
    @needs("desk")
    def checkin() -> str:
        """The page; the same for everybody, since a desk keeps it."""
        return _page(signer)

    @console.get("/checkin/worker.js")
    @needs("anyone")
    def checkin_worker() -> Response:
        """The service worker with the list of the page's files; it changes whenever one of them does."""
        response = Response(_worker(signer), content_type="text/javascript; charset=utf-8")
        response.headers["Service-Worker-Allowed"] = url_for("console.checkin")
        response.headers["Cache-Control"] = "no-cache"
        return response

    @console.get("/checkin/hello")
    @needs("desk")
    def checkin_hello() -> Response:
        """Who is signed in, with the token for it; what time it is; who came to the desk's stage if that changed."""
        at, who, stage = tools.clock.now(), gate.me(), request.args.get("stage", "")[:64]
        seen = None
        if stage and str(board.revision(stage)) != request.args.get("seen", ""):
            seen = signer.signed(roster.seen(stage, at))
        return _answer(
            at, login=who.login, name=who.name, duty=duties.token(who.login, at), csrf=generate_csrf(),
            roster=roster.version(), seen=seen,
        )  # fmt: skip

    @console.get("/checkin/roster")
    @needs("desk")
    def checkin_roster() -> Response:
        """The signed roster, and the lists of who came; noted once for a device and day."""
        at = tools.clock.now()
        roster.note_taken(request.args.get("device", ""), gate.me().login, at)
        lists = {key: signer.signed(roster.seen(key, at)) for key in roster.current_stages(at)}
        return _answer(at, roster=signer.signed(roster.roster(at)), seen=lists)

    @console.post("/checkin/arrive")
    @needs("desk")
    def checkin_arrive() -> Response:
        """Take a batch of a queue; an answer for each entry, the same one if it comes again.

        A scan is of whoever's token it carries; without a valid one, of who sends it.
        """
        at, by = tools.clock.now(), gate.me().login
        batch = _read(Batch)
        # Whatever a desk's clock says: nothing has been scanned later than now.
        scanned = [min(_time(each.at, at), at) for each in batch.entries]
        queued = [
            Entry(each.mark, each.stage, each.badge, when, each.desk, duties.login(each.duty, when, at) or by, each.how)
            for each, when in zip(batch.entries, scanned, strict=True)
        ]
        met = arrivals.merge(queued, at)
        duty.note_scans(queued, met, by, at)
        names = staff.names(each.first.by for each in met if each.first)
        told = [_told(entry.mark, each, names) for entry, each in zip(queued, met, strict=True)]
        return _answer(tools.clock.now(), results=told)

    @console.post("/checkin/undo")
    @needs("desk")
    def checkin_undo() -> Response:
        """Take a check-in back."""
        at, by, asked = tools.clock.now(), gate.me().login, _read(TakenBack)
        made = at if asked.at is None else min(_time(asked.at, at), at)
        login = duties.login(asked.duty, made, at) or by
        result: dict[str, Any] = {"mark": asked.mark, "outcome": "undone"}
        try:
            if retraction.retract(asked.target, login, asked.reason, at):
                duty.note_undo(login, by, at)
        except NotFound:
            result = {"mark": asked.mark, "outcome": "refused", "why": "gone"}
        return _answer(tools.clock.now(), results=[result])


def _answer(at: datetime, **values: Any) -> Response:
    return jsonify(now=roster.milliseconds(at), **values)


def _read(kind: type[Asked]) -> Asked:
    """The request's JSON. Raises Invalid, which does not tell the values."""
    if (request.content_length or 0) > LARGEST:
        abort(413)
    try:
        return kind.model_validate_json(request.get_data(cache=False))
    except ValidationError as error:
        raise Invalid(str(error.errors()[0]["type"])) from None


def _time(milliseconds: int, at: datetime) -> datetime:
    return (EPOCH + timedelta(milliseconds=milliseconds)).astimezone(at.tzinfo)


def _told(mark: str, arrival: Arrival, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "mark": mark, "outcome": arrival.outcome.value, "why": arrival.reason.value if arrival.reason else "",
        "first": _seen(arrival.first, names) if arrival.first else None,
    }  # fmt: skip


def _seen(seen: Seen, names: Mapping[str, str]) -> dict[str, Any]:
    return {"at": roster.milliseconds(seen.at), "desk": seen.desk, "by": names.get(seen.by, seen.by)}


def _page(signer: Signer) -> str:
    return render_template("console/checkin.html", key=signer.public)


def _worker(signer: Signer) -> str:
    """The script with three lines above it: VERSION of all that the page is made of, PAGE, FILES."""
    static = Path(current_app.static_folder or "")
    names = [f"{folder}/{file.name}" for folder in FOLDERS for file in sorted((static / folder).iterdir())]
    names = [*BESIDES, *(name for name in names if Path(name).name not in OWN)]
    script = (static / FOLDERS[0] / OWN[0]).read_text(encoding="utf-8")
    known = hashlib.sha256(script.encode() + _page(signer).encode())
    for name in names:
        known.update((static / name).read_bytes())
    files = [url_for("static", filename=name) for name in names]
    dumps = current_app.json.dumps
    return (
        f"const VERSION = {dumps(known.hexdigest()[:16])};\nconst PAGE = {dumps(url_for('console.checkin'))};\n"
        f"const FILES = {dumps(files)};\n{script}"
    )
