"""One row of a table while it is read: its cells by field, and what was noticed on the way."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from handover import cells
from handover.kinds import Entry, Kind
from handover.notes import Note, Verdict, masked, shown
from handover.telephones import noted, telephone
from handover.words import words

LONGEST = 20_000  # characters of a text without a limit of its own


class Refused(Exception):
    """The row (or manuscript) is not taken. `code` names the reason, `values` go into its words.

    `verdict`: SKIPPED for a row that was never meant to be one.
    """

    def __init__(self, code: str, values: Mapping[str, str] | None = None, verdict: Verdict = Verdict.REFUSED) -> None:
        super().__init__(code)
        self.code = code
        self.verdict = verdict
        self.values = dict(values or {})


class Row:
    """Cells of one row. What a reader repairs, drops or doubts it tells here, so that the report can say it."""

    def __init__(
        self,
        kind: Kind,
        sheet: str,
        line: int,
        values: Mapping[str, Any],
        own: Sequence[Any] = (),
        rest: Mapping[str, Any] | None = None,
        struck: frozenset[str] = frozenset(),
    ) -> None:
        self.line = line
        self.subject = ""
        self.key = ""  # once known: a refused row keeps what an earlier hand-over brought under it
        self.notes: list[Note] = []
        self._kind = kind
        self._sheet = sheet
        self._values = values
        self._rest = rest or {}
        self.struck = struck  # fields whose words are struck through
        self.own = own  # what stands in the row itself, in whatever column: nothing from merged cells above

    def raw(self, field: str) -> Any:
        """The cell as the spreadsheet gives it; None for an empty cell or a missing column."""
        return self._values.get(field)

    def lines(self, field: str, longest: int = 0) -> str:
        """The cell as text that may have several lines, full-width digits made plain; at most as long as its column."""
        written = cells.text(self.raw(field))
        plain = cells.plain(written)
        if plain != written:
            self.corrected("full_width", field, written, plain)
        model = self._kind.model._meta.fields.get(field)
        return self.cut(field, plain, longest or getattr(model, "max_length", None) or LONGEST)

    def cut(self, field: str, written: str, longest: int) -> str:
        """The text, or as much of it as there is room for."""
        if len(written) > longest:
            self.corrected("cut", field, written, written[:longest], longest=str(longest))
        return written[:longest]

    def rest(self) -> list[str]:
        """What stands in columns whose heading is known to nobody, each with its heading."""
        told = ((heading, cells.plain(cells.text(value)).replace("\n", " ")) for heading, value in self._rest.items())
        return [words()["headed"].format(heading=heading, value=value) for heading, value in told if value]

    def text(self, field: str) -> str:
        """The cell as one line."""
        return self.lines(field).replace("\n", " ")

    def needed(self, field: str) -> str:
        """The cell as one line. Raises Refused when it is empty."""
        return self.text(field) or self.refuse("needed", field=field)

    def phone(self, field: str, *, personal: bool = False, longest: int = 0) -> str:
        """The telephone number in its one form; empty, with a note, for one that is none. Of a public office up to
        `longest` characters are taken, with words that tell when or where it is answered."""
        written = cells.text(self.raw(field))
        number = telephone(written, personal=personal) or (noted(written, longest) if longest else None)
        if written and number is None:
            self.dropped("phone_bad", field, written)
        elif number and number != written:
            self.corrected("phone_written", field, written, number)
        elif number and not isinstance(self.raw(field), str):
            self.corrected("phone_number", field, written, number)
        return number or ""

    def corrected(self, code: str, field: str, old: object, new: object, **values: str) -> None:
        """The value was repaired."""
        self._note(Verdict.CORRECTED, code, field, old=old, new=new, **values)

    def dropped(self, code: str, field: str, old: object, **values: str) -> None:
        """The row is taken without this value."""
        self._note(Verdict.DROPPED, code, field, old=old, **values)

    def doubtful(self, code: str, field: str, old: object, **values: str) -> None:
        """Taken as it stands; somebody should look."""
        self._note(Verdict.DOUBTFUL, code, field, old=old, **values)

    def refuse(self, code: str, field: str = "", old: object = "", **values: str) -> NoReturn:
        """Give the row up: raises Refused."""
        raise Refused(code, {"field": field, "old": self._show(field, old), **values})

    def pass_over(self, code: str, field: str, old: object) -> NoReturn:
        """The row says something about others and is none itself: raises Refused."""
        raise Refused(code, {"field": field, "old": self._show(field, old)}, Verdict.SKIPPED)

    def entry(self, key: str, **values: Any) -> Entry:
        """What the row says, once read."""
        return Entry(key, values, self.subject, self._sheet, self.line)

    def _show(self, field: str, value: object) -> str:
        return masked(value) if field in self._kind.private else shown(value)

    def _note(self, verdict: Verdict, code: str, field: str, **values: object) -> None:
        told = {name: self._show(field, value) for name, value in values.items()}
        note = Note(verdict, code, self._sheet, self.line, self.subject, {"field": field, **told})
        if note not in self.notes:  # a cell that is read twice is told of once
            self.notes.append(note)
