"""No personal data is forgotten: every column is classified, every item explained, every life span kept."""

import re
from pathlib import Path
from typing import Any

import yaml

import congress
import models
from congress import ended, retention
from congress.holdings import HOLDINGS
from models.base import Row
from models.data_key import sealed_columns

ROOT = Path(__file__).parents[2]
DATA: dict[str, Any] = yaml.safe_load(
    (Path(congress.__file__).parent / "personal_data.yaml").read_text(encoding="utf-8")
)  # fmt: skip
LIVES = {"row": "as long as the row", "staff": "as long as the log"}
# What a person is not shown because it is nobody's, is another column's shadow, or was taken from staff's own work.
NOT_SHOWN = {
    "Name", "Telephone", "Line of the roster", "Picture of the personal code", "Reading of the followers' list",
    "Audience of badges", "Staff account", "Staff's name on their work", "Audit log",
}  # fmt: skip


def tables() -> dict[str, type[Row]]:
    """Every table of ours by name."""
    found: list[Any] = [Row]
    for table in found:
        found.extend(table.__subclasses__())
    return {table._meta.table_name: table for table in found if table.__name__ in models.__all__}


def personal() -> list[str]:
    """Every column that is personal, as table.column."""
    return [column for item in DATA["items"].values() for column in item["columns"]]


def test_every_column_is_classified_once() -> None:
    columns = {
        f"{name}.{field.column_name}" for name, table in tables().items() for field in table._meta.sorted_fields
        if field.column_name != "id"
    }  # fmt: skip
    public = []
    for name, which in DATA["not_personal"].items():
        public += [each for each in columns if each.startswith(f"{name}.")] if which == "all" else [
            f"{name}.{column}" for column in which
        ]  # fmt: skip
    told = personal() + public
    assert sorted(columns - set(told)) == [], "new columns: personal or not? (congress/personal_data.yaml)"
    assert sorted(set(told) - columns) == [], "columns that are gone"
    assert sorted(each for each in set(told) if told.count(each) > 1) == []


def rows() -> dict[str, list[str]]:
    """The rows of the document's table by their first cell."""
    found = {}
    for line in (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 7 and not set(cells[0]) <= {"-", ":"}:
            found[cells[0]] = cells
    found.pop("item", None)
    return found


def test_the_document_explains_every_item() -> None:
    told = rows()
    assert list(told) == list(DATA["items"])
    for title, item in DATA["items"].items():
        _, where, purpose, basis, who, life, erased = told[title]
        assert sorted(re.findall(r"`([a-z_]+\.[a-z_]+)`", where)) == sorted(item["columns"]), title
        assert all((purpose, basis, who, erased)), title
        span = LIVES.get(item["life"]) or f"{retention.kinds()[item['life']].days} day"
        assert span in life, (title, life)


def test_every_life_span_ends() -> None:
    lives = {item["life"] for item in DATA["items"].values()} - LIVES.keys()
    assert lives <= ended.RULES.keys()
    # Further kinds take some rows of a table earlier than the others.
    assert set(ended.RULES) - lives == {"messages_unfollowed"}


def test_every_item_is_in_an_export_and_an_erasure() -> None:
    held = {holding.table._meta.table_name for holding in HOLDINGS}
    for title, item in DATA["items"].items():
        if title not in NOT_SHOWN:
            assert {column.split(".")[0] for column in item["columns"]} <= held, title


def test_names_and_telephones_are_sealed() -> None:
    sealed = {f"{table._meta.table_name}.{field.column_name}" for table, fields in sealed_columns() for field in fields}
    assert sealed == {
        "delegate.name", "delegate.phone", "delegate.digest", "delegate.further", "delegation.convener",
        "delegation.phone", "delegation.digest", "message.text", "message.url", "message.title",
        "unanswered.text", "unanswered.gist", "data_key.check_value",
    }  # fmt: skip
