"""Settles what is said twice: repeated rows, conflicts, and different things whose keys are spelled alike."""

from collections.abc import Sequence

from handover.keys import free
from handover.kinds import Entry, Kind
from handover.notes import Note, Verdict


def settle(kind: Kind, entries: Sequence[Entry]) -> tuple[list[Entry], list[Note]]:
    """The entries with unique keys, the first of each kept, and notes on those that were not."""
    kept: dict[str, Entry] = {}
    alike: dict[str, list[Entry]] = {}  # by the key as wanted
    notes: list[Note] = []
    for entry in entries:
        rivals = alike.setdefault(entry.key, [])
        if twin := next((rival for rival in rivals if rival.values == entry.values), None):
            notes.append(_refers(Verdict.SKIPPED, "row_repeated", entry, twin))
            continue
        same = next((rival for rival in rivals if _same_thing(kind, rival, entry)), None)
        if same is not None and not kind.several:
            differing = ",".join(name for name in entry.values if entry.values[name] != same.values.get(name))
            notes.append(_refers(Verdict.REFUSED, "row_conflict", entry, same, differing))
            continue
        rivals.append(entry)
        key = free(entry.key, kept)
        kept[key] = Entry(key, entry.values, entry.subject, entry.sheet, entry.line, entry.media)
    return list(kept.values()), notes


def _same_thing(kind: Kind, one: Entry, other: Entry) -> bool:
    return all(one.values[name] == other.values[name] for name in kind.identity)


def _refers(verdict: Verdict, code: str, entry: Entry, first: Entry, fields: str = "") -> Note:
    told = {"line": str(first.line), "sheet": first.sheet, "fields": fields}
    return Note(verdict, code, entry.sheet, entry.line, entry.subject, told)
