"""Puts a report into words: the phrases and layouts of templates/handover/."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.markup import escape

from handover.notes import Note, Verdict
from handover.report import FileReport, Report

TEMPLATES = Path(__file__).parent.parent / "templates" / "handover"
COLOURS = {Verdict.REFUSED: "red", Verdict.DROPPED: "red", Verdict.DOUBTFUL: "yellow", Verdict.WITHDRAWN: "yellow"}
# With one of these there is something for staff to put right.
UNFINISHED = frozenset({Verdict.FAILED, Verdict.REFUSED, Verdict.DROPPED})
# How many notes of one kind a terminal shows before it refers to the report.
FIRST = 10
FIRST_OF = {Verdict.CORRECTED: 3, Verdict.SKIPPED: 3, Verdict.DOUBTFUL: 5}


@dataclass(frozen=True, slots=True)
class _Said:
    """One note in words."""

    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class _Alike:
    """Notes of one code: the first of them, and how many more there are."""

    first: tuple[_Said, ...]
    more: int


@dataclass(frozen=True, slots=True)
class _Group:
    """The notes of one verdict."""

    verdict: str
    title: str
    colour: str
    notes: tuple[_Said, ...]
    alike: tuple[_Alike, ...]


def full(report: Report) -> str:
    """Every note, as the report file holds it."""
    return _render("report.txt", report)


def summary(report: Report, path: Path | None, *, everything: bool = False) -> str:
    """What a terminal shows, as rich markup: counts, problems first, the first few of each kind.

    `path` is where the full report was written; `everything`: leave nothing to it.
    """
    return _render("summary.txt", report, path=str(path) if path else "", everything=everything)


def phrase(code: str, **values: object) -> str:
    """A sentence of the command itself."""
    return str(_phrases()["command"][code]).format(**values)


def said(note: Note, kind: str = "") -> str:
    """One note in words; `kind` is the kind of its table, for the names of columns."""
    values = dict(note.values)
    if "field" in values:
        values["field"] = _field(values["field"], kind)
    if "kind" in values:  # the sheet itself is of none
        kind = values["kind"]
    if "fields" in values:
        values["fields"] = _phrases()["names_between"].join(
            _field(name, kind) for name in values["fields"].split(",") if name
        )
    values |= {"kind": _phrases()["kinds"].get(kind, kind)}
    text = str(_phrases()["notes"][note.code]).format(**values)
    changes = _phrases()["between"].join(_change(*change, kind) for change in note.changes)
    return f"{text}{_phrases()['where']['after']}{changes}" if changes else text


def _change(name: str, old: str, new: str, kind: str) -> str:
    if not old and not new:  # a long text: that it changed is enough
        return _field(name, kind)
    empty = _phrases()["empty"]
    return str(_phrases()["change"]).format(field=_field(name, kind), old=old or empty, new=new or empty)


def _field(name: str, kind: str) -> str:
    phrases = _phrases()
    return str(phrases["fields_of"].get(kind, {}).get(name) or phrases["fields"].get(name, name))


@cache
def _phrases() -> dict[str, Any]:
    return dict(yaml.safe_load((TEMPLATES / "phrases.yaml").read_text(encoding="utf-8")))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        autoescape=False,  # noqa: S701  plain text: rich's own markup is escaped by the filter
    )  # fmt: skip
    environment.filters["plain"] = escape
    return environment


def _render(template: str, report: Report, *, everything: bool = False, **values: object) -> str:
    files = [_file(file, everything) for file in report.files]
    values |= {"totals": _counts(report.counts()), "unfinished": not UNFINISHED.isdisjoint(report.counts())}
    return _environment().get_template(template).render(report=report, files=files, **values)


def _counts(counts: Mapping[str, int]) -> list[str]:
    return [f"{words} {counts[name]}" for name, words in _phrases()["counts"].items() if counts.get(name)]


def _file(file: FileReport, everything: bool) -> dict[str, Any]:
    kinds = {sheet.name: sheet.kind for sheet in reversed(file.sheets)}
    named = _phrases()["kinds"]
    groups = []
    for verdict in Verdict:
        notes = sorted(file.of(verdict), key=lambda note: (note.code, note.sheet, note.line))
        if notes:
            groups.append(_group(verdict, notes, kinds, 10**9 if everything else FIRST_OF.get(verdict, FIRST)))
    return {
        "source": file.source, "failed": file.failed, "left_out": file.left_out, "counts": _counts(file.counts()),
        "groups": groups,
        "sheets": [
            {"name": sheet.name, "kind": named.get(sheet.kind, sheet.kind), "kept": sheet.kept} for sheet in file.sheets
        ],
    }  # fmt: skip


def _group(verdict: Verdict, notes: list[Note], kinds: Mapping[str, str], first: int) -> _Group:
    several = len(kinds) > 1
    words = [_Said(note.code, _where(note, several), said(note, kinds.get(note.sheet, ""))) for note in notes]
    alike = []
    for _, group in groupby(words, key=lambda each: each.code):
        same = tuple(group)
        alike.append(_Alike(same[:first], max(0, len(same) - first)))
    title = _phrases()["verdicts"][verdict.value]
    return _Group(verdict.value, title, COLOURS.get(verdict, "cyan"), tuple(words), tuple(alike))


def _where(note: Note, several: bool) -> str:
    where = _phrases()["where"]
    parts = [where["sheet"].format(sheet=note.sheet)] if note.sheet and (several or not note.line) else []
    parts += [where["line"].format(line=note.line)] if note.line else []
    parts += [note.subject] if note.subject else []
    return " ".join(parts) + (where["after"] if parts else "")
