"""The notification templates that an application has, kept over a restart."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import yaml

from simulator.notices import keywords
from simulator.settings import ROOT
from simulator.store import Store

LIBRARY: dict[str, Any] = yaml.safe_load(
    (ROOT / "simulator" / "notices" / "templates.yaml").read_text(encoding="utf-8")
)
LIMIT = 25  # templates of one kind (docs/wechat.md, sections 12 and 13)
ID_LENGTH = 43

_TABLES = """
CREATE TABLE IF NOT EXISTS templates (
    number INTEGER PRIMARY KEY, shelf TEXT NOT NULL, template_id TEXT NOT NULL, said TEXT NOT NULL,
    UNIQUE (shelf, template_id));
"""


@dataclass(frozen=True)
class Field:
    """One keyword: its name as in `data` (thing1), its label, and the allowed values of an enum."""

    name: str
    label: str
    example: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """One template; a grant of a long-term one isn't used up."""

    template_id: str
    title: str
    fields: tuple[Field, ...]
    long_term: bool = False

    @property
    def content(self) -> str:
        """The text with its places, as the platform lists it."""
        return "\n".join(f"{field.label}:{{{{{field.name}.DATA}}}}" for field in self.fields)

    @property
    def example(self) -> str:
        """The text with the examples in it."""
        return "\n".join(f"{field.label}:{field.example}" for field in self.fields)


class Shelf:
    """The templates of one kind that one application has; `seeds` are there from the beginning."""

    def __init__(self, store: Store, name: str, seeds: Sequence[Mapping[str, Any]]) -> None:
        self._store = store
        self._name = name
        store.define(_TABLES)
        if not store.get(f"shelf.{name}"):
            store.put(f"shelf.{name}", True)
            for seed in seeds:
                self._keep(read(seed, str(seed["id"])))

    def all(self) -> list[Template]:
        """All of them, oldest first."""
        rows = self._store.run("SELECT said FROM templates WHERE shelf = ? ORDER BY number", [self._name])
        return [_template(json.loads(row[0])) for row in rows]

    def find(self, template_id: str) -> Template | None:
        """The one with that id."""
        statement = "SELECT said FROM templates WHERE shelf = ? AND template_id = ?"
        rows = self._store.run(statement, [self._name, template_id])
        return _template(json.loads(rows[0][0])) if rows else None

    def add(self, seed: Mapping[str, Any]) -> Template | None:
        """Add one from the library under a new id; None when there are too many already."""
        if len(self.all()) >= LIMIT:
            return None
        template = read(seed, secrets.token_urlsafe(32))
        self._keep(template)
        return template

    def remove(self, template_id: str) -> bool:
        """Take one away; False if it isn't there."""
        statement = "DELETE FROM templates WHERE shelf = ? AND template_id = ? RETURNING number"
        return bool(self._store.run(statement, [self._name, template_id]))

    def _keep(self, template: Template) -> None:
        said = json.dumps(asdict(template), ensure_ascii=False)
        statement = "INSERT INTO templates (shelf, template_id, said) VALUES (?, ?, ?)"
        self._store.run(statement, [self._name, template.template_id, said])


def read(seed: Mapping[str, Any], template_id: str) -> Template:
    """A template as templates.yaml writes it. Raises ValueError for a keyword of no type or a wrong id."""
    if len(template_id) != ID_LENGTH:
        raise ValueError(template_id)
    fields = []
    for name, (label, example, *choices) in seed["fields"].items():
        keywords.kind(name)
        fields.append(Field(name, label, example, tuple(choices[0]) if choices else ()))
    return Template(template_id, seed["title"], tuple(fields), bool(seed.get("long_term", False)))


def _template(said: Mapping[str, Any]) -> Template:
    fields = tuple(Field(**{**field, "choices": tuple(field["choices"])}) for field in said["fields"])
    return Template(said["template_id"], said["title"], fields, said["long_term"])
