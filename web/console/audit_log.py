"""The audit log as staff read it: filtered, page by page, as a file."""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml
from flask import Blueprint, Response, render_template, request, stream_with_context

from congress import audit
from congress.audit import Line
from web.console import gate
from web.console.gate import needs
from web.console.tools import Tools

PAGE = 50  # lines
TOGETHER = 500  # lines read at once for the file
WORDS = Path(__file__).parents[2] / "templates" / "console" / "audit_words.yaml"
# A spreadsheet would run what begins with one of these; in East Asia also with their wide forms.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages."""

    @console.get("/audit", endpoint="audit")
    @needs("office")
    def audit_log() -> str:
        """The newest lines, or those before a given one."""
        wanted = _wanted()
        lines = audit.lines(before=request.args.get("before", 0, int), most=PAGE + 1, **wanted)
        return render_template(
            "console/audit.html", lines=lines[:PAGE], wanted=wanted, groups=groups(), told=told,
            more=lines[PAGE - 1].number if len(lines) > PAGE else 0,
        )  # fmt: skip

    @console.get("/audit.csv")
    @needs("office")
    def audit_csv() -> Response:
        """The same lines, all of them, for a spreadsheet; taking them is a line itself."""
        wanted = _wanted()
        told_of = " ".join(f"{key}={value}" for key, value in wanted.items() if value)
        audit.note(gate.me().login, "audit.exported", "", tools.clock.now(), told_of)
        header = render_template("console/audit_header.txt").strip().split(",")
        response = Response(stream_with_context(_file(header, wanted)), mimetype="text/csv")
        response.headers["Content-Disposition"] = "attachment; filename=audit.csv"
        return response


@cache
def groups() -> Mapping[str, Mapping[str, str]]:
    """Words for each code, by group."""
    found: Mapping[str, Mapping[str, str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found


def told(what: str) -> str:
    """What a code means; an unknown one as it is."""
    return next((words[what] for words in groups().values() if what in words), what)


def _wanted() -> dict[str, str]:
    return {key: request.args.get(key, "").strip()[:80] for key in ("by", "what", "subject")}


def _file(header: list[str], wanted: dict[str, str]) -> Iterator[bytes]:
    yield "\ufeff".encode()  # by which Excel knows UTF-8
    yield _rows([header])
    before = 0
    while lines := audit.lines(before=before, most=TOGETHER, **wanted):
        yield _rows([_cells(line) for line in lines])
        before = lines[-1].number


def _cells(line: Line) -> list[str]:
    texts = (line.by, told(line.what), line.what, line.subject, line.detail)
    safe = ["'" + text if text.startswith(FORMULA) else text for text in texts]
    return [str(line.number), line.at.strftime("%Y-%m-%d %H:%M:%S"), *safe]


def _rows(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
