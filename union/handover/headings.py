"""The headings of headings.yaml."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from handover import cells


def headings(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Field -> the headings it goes by, in the form in which headings are compared."""
    file = yaml.safe_load(Path(__file__).with_name("headings.yaml").read_text(encoding="utf-8"))
    return {field: tuple(map(cells.heading, names)) for field, names in file[kind].items()}
