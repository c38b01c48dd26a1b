"""Rendering what the account says from templates/chat."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent.parent / "templates" / "chat"
# Chat is plain text: nothing in it is read as HTML but the <a> that our own templates write.
_environment = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=False, undefined=StrictUndefined, trim_blocks=True,  # noqa: S701
    lstrip_blocks=True, auto_reload=False, cache_size=-1,
)  # fmt: skip


def render(name: str, **values: Any) -> str:
    """The words of templates/chat/<name>, without blank lines at either end. Raises jinja2's errors."""
    return _environment.get_template(name).render(values).strip()
