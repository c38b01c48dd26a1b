"""Menu files, read with the line of every entry."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


class Entry(dict[str, Any]):
    """A mapping of a file. `line` counts from 1; `twice` names keys that were written more than once."""

    line = 0
    twice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where.

    `where` names the button (its column and its own name), empty for a whole file; `code` is a key of the words in
    templates/commands/menu_problems.txt; `found` is what stands there; `limit` and `actual` say how much was allowed
    and found, where that is what counts.
    """

    file: str
    line: int
    where: str
    code: str
    found: str = ""
    limit: int = 0
    actual: int = 0


@dataclass(frozen=True)
class MenuFile:
    """One menu: `rule` is None for the default one; of the conditional ones that fit a person the highest rank wins."""

    name: str
    content: Entry
    rule: Any = None
    rank: Any = None
    columns: list[Any] = field(default_factory=list)


class _Loader(yaml.SafeLoader):
    pass


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Entry:
    entry = Entry()
    entry.line = node.start_mark.line + 1
    for written, value in node.value:
        key = str(loader.construct_object(written, deep=True))
        if key in entry:
            entry.twice += (key,)
        entry[key] = loader.construct_object(value, deep=True)
    return entry


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(path: Path = FOLDER) -> tuple[list[MenuFile], list[Problem]]:
    """All menus of a folder, by file name, or the one of a file; and which files hold none, with the reason."""
    menus, problems = [], []
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    for file in files:
        try:
            content = yaml.load(file.read_text(encoding="utf-8"), _Loader)  # noqa: S506  a safe loader's child
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            problems.append(Problem(file.name, line, "", "syntax", str(error.problem or "")))
            continue
        except UnicodeDecodeError:
            problems.append(Problem(file.name, 0, "", "encoding"))
            continue
        except RecursionError:
            problems.append(Problem(file.name, 0, "", "syntax", "nested too deeply"))
            continue
        except (OSError, ValueError, yaml.YAMLError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
            problems.append(Problem(file.name, 0, "", "unreadable", str(why)))
            continue
        columns = content.get("buttons") if isinstance(content, Entry) else None
        if not isinstance(content, Entry) or not isinstance(columns, list):
            problems.append(Problem(file.name, 0, "", "no_buttons"))
            continue
        menus.append(MenuFile(file.name, content, content.get("for"), content.get("rank"), columns))
    if not files:
        problems.append(Problem(path.name, 0, "", "no_files"))
    return menus, problems
