"""Rendering what the account says from templates/chat."""

import functools
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from wechat.inbound import Ask

FOLDER = Path(__file__).parent.parent / "templates" / "chat"
ENGLISH = "en"
# Chat is plain text: nothing in it is read as HTML but the <a> that our own templates write.
_environment = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=False, undefined=StrictUndefined, trim_blocks=True,  # noqa: S701
    lstrip_blocks=True, auto_reload=False, cache_size=-1,
)  # fmt: skip


def render(name: str, **values: Any) -> str:
    """The words of templates/chat/<name>, without blank lines at either end. Raises jinja2's errors."""
    return _environment.get_template(name).render(values).strip()


def said(ask: Ask, name: str, **values: Any) -> str:
    """The words of templates/chat/<name> in the language of the question; `at` and `links` are the Ask's."""
    return render(_in(language(ask), name), at=ask.at, links=ask.links, **values)


def language(ask: Ask) -> str:
    """The language to answer in: `en` for what was asked in English words, `zh` for all else."""
    return ask.question.language if ask.text and ask.question else "zh"


@functools.cache
def _in(language: str, name: str) -> str:
    """The template for a language: its own below the folder of its name, where there is one."""
    own = f"{language}/{name}"
    return own if (FOLDER / own).is_file() else name
