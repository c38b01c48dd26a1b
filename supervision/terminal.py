"""What the operator reads while everything starts and runs."""

import contextlib
import sys
from pathlib import Path
from typing import Any

import jinja2

TEMPLATES = Path(__file__).parent.parent / "templates" / "terminal"


def say(line: str) -> None:
    """One line, at once. A terminal that was closed must not keep the rest from being stopped in order."""
    with contextlib.suppress(OSError):
        print(line, flush=True)


def done(what: str, detail: str = "") -> None:
    """A step that is finished."""
    say(f"  ✓ {what:<12} {detail}".rstrip())


def warn(line: str) -> None:
    """Something that the operator should see; the program goes on."""
    say(f"  ! {line}")


def complain(line: str) -> None:
    """Why the program does not start, or stops."""
    print(line, file=sys.stderr, flush=True)


def show(template: str, **values: Any) -> None:
    """A page of text from templates/terminal/."""
    environment = jinja2.Environment(  # noqa: S701  plain text for a terminal
        loader=jinja2.FileSystemLoader(TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    say(environment.get_template(template).render(**values))
