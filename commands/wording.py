"""What commands tell staff, from templates/commands/."""

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

TEMPLATES = Path(__file__).parent.parent / "templates" / "commands"


def words(template: str, **values: Any) -> str:
    """The template's text without surrounding blank lines."""
    return _environment().get_template(template).render(**values).strip()


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(  # noqa: S701  plain text for a terminal
        loader=jinja2.FileSystemLoader(TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
