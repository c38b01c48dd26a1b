"""What may be wrong with one button."""

from collections.abc import Iterator, Mapping, Set

from menus import limits
from menus.files import Entry, Problem
from menus.limits import size

# For each type whose tap is to be answered: the keys that a handler takes.
Answered = Mapping[str, Set[str]]


class Check:
    """One button with its place."""

    def __init__(self, file: str, button: object, above: str, base: str, answered: Answered) -> None:
        self.file, self.button, self.above, self.base, self.answered = file, button, above, base, answered
        name = button.get("name") if isinstance(button, Entry) else button
        self.where = f"{above} / {name or ''}" if above else str(name or "")

    def problems(self) -> Iterator[Problem]:
        button = self.button
        if not isinstance(button, Entry):
            yield self._problem("not_a_button", str(button))
            return
        yield from self._name(button)
        for field in button.twice:
            yield self._problem("twice", field)
        for field in button:
            if field not in ("name", "type", "buttons", *limits.FIELDS):
                yield self._problem("unknown_field", field)
        for field, value in button.items():
            if isinstance(value, str) and limits.ESCAPE.search(value):
                yield self._problem("escape", field)
        if "buttons" in button:
            yield from self._column(button)
        else:
            yield from self._leaf(button)

    def _problem(self, code: str, found: str = "", limit: int = 0, actual: int = 0) -> Problem:
        line = self.button.line if isinstance(self.button, Entry) else 0
        return Problem(self.file, line, self.where, code, found, limit, actual)

    def _name(self, button: Entry) -> Iterator[Problem]:
        name, longest = button.get("name"), limits.NAME if self.above else limits.TOP_NAME
        if name is not None and not isinstance(name, str):
            yield self._problem("name_text", str(name))
        elif name is None or not 1 <= size(name) <= longest or not name.strip():
            yield self._problem("name", "", longest, size(name or ""))
        elif not name.isprintable():
            yield self._problem("name_text", ascii(name))

    def _column(self, button: Entry) -> Iterator[Problem]:
        if self.above:
            yield self._problem("too_deep")
            return
        if also := [field for field in ("type", *limits.FIELDS) if field in button]:
            yield self._problem("exclusive", ", ".join(also))
        below = button["buttons"]
        if not isinstance(below, list) or not 1 <= len(below) <= limits.CHILDREN:
            yield self._problem("children", "", limits.CHILDREN, len(below) if isinstance(below, list) else 0)
        for child in below if isinstance(below, list) else ():
            yield from Check(self.file, child, str(button.get("name") or "?"), self.base, self.answered).problems()

    def _leaf(self, button: Entry) -> Iterator[Problem]:
        kind = limits.type_of(button)
        if not kind:
            yield self._problem("no_purpose")
            return
        if kind not in limits.TYPES:
            yield self._problem("type", kind)
            return
        needed = limits.TYPES[kind]
        given = ["url" if field == "page" else field for field in limits.FIELDS if field in button]
        for field in needed:
            if field not in given:
                yield self._problem("missing_field", field)
        if extra := [field for field in given if field not in needed]:
            yield self._problem("extra_field", ", ".join(extra))
        if "page" in button and "url" in button:
            yield self._problem("extra_field", "page, url")
        for field in limits.FIELDS:
            if field in button and field != "page":
                yield from self._value(field, button[field], kind)
        if "page" in button:
            yield from self._page(str(button["page"]))

    def _value(self, field: str, value: object, kind: str) -> Iterator[Problem]:
        longest = limits.LENGTHS.get(field, limits.KEY)
        if not isinstance(value, str) or not 1 <= size(value) <= longest:
            yield self._problem("length", field, longest, size("" if value is None else value))
        elif field == "key" and kind in limits.ANSWERED and value not in self.answered.get(kind, ()):
            yield self._problem("no_handler", value)
        elif field == "url" and not is_address(value):
            yield self._problem("address", value)
        elif field == "appid" and not limits.APPID.fullmatch(value):
            yield self._problem("appid", value)

    def _page(self, page: str) -> Iterator[Problem]:
        if not page.startswith("/") or not is_address(self.base + page) or page.startswith("//"):
            yield self._problem("page", page)
        elif size(self.base + page) > limits.ADDRESS:
            yield self._problem("length", "page", limits.ADDRESS, size(self.base + page))


def is_address(text: str) -> bool:
    """Of the web, with a host, without blanks or control characters."""
    return bool(limits.SITE.match(text)) and text.isprintable() and " " not in text
