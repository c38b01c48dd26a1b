"""The house keeps its rules: who may import whom, where words live, how long a module may be."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Roots put everything together; nobody imports them.
ROOTS = {
    "server", "worker", "supervisor", "bootstrap", "gunicorn.conf", "config", "logs", "commands", "supervision",
    "bench", "rehearsal", "background", "beat", "broker", "clients", "stalling", "tests",
}  # fmt: skip
# Who may import whom of ours. `clock` is the one clock outside the domain; `handover` reads staff's files and knows no
# domain, so that congress and union need not know each other.
MAY_IMPORT: dict[str, set[str]] = {
    "web": {"congress", "union", "understanding", "wechat", "clock"},
    "handlers": {"congress", "union", "understanding", "wechat", "menus"},
    "congress": {"models", "handover"},
    "union": {"models", "handover"},
    "handover": {"models"},
    "understanding": set(),
    "wechat": set(),
    "models": set(),
    "menus": set(),
    "paper": set(),
    "sending": {"congress", "wechat"},
    "simulator": set(),
    "clock": set(),
}
# Whose libraries a room does without.
WITHOUT: dict[str, set[str]] = {
    "web": {"redis", "wechatpy", "peewee", "playhouse"},
    "handlers": {"flask", "redis", "wechatpy", "peewee", "playhouse", "requests"},
    "congress": {"flask", "redis", "wechatpy", "requests"},
    "union": {"flask", "redis", "wechatpy", "requests"},
    "handover": {"flask", "redis", "wechatpy", "requests"},
    "understanding": {"flask", "redis", "wechatpy", "peewee", "playhouse", "requests"},
    "wechat": {"flask", "peewee", "playhouse"},
    "models": {"flask", "redis", "wechatpy", "requests"},
    "menus": {"flask", "redis", "wechatpy", "peewee", "playhouse", "requests"},
    "paper": {"flask", "redis", "wechatpy", "peewee", "playhouse", "requests"},
    "sending": {"flask", "wechatpy", "peewee", "playhouse", "requests"},
    "simulator": {"peewee", "playhouse", "redis", "wechatpy"},
    "clock": {"flask", "redis", "wechatpy", "peewee", "playhouse", "requests"},
}
WECHATPY_USERS = {"wechat/transport.py", "wechat/gateway.py"}
WITHOUT_WORDS = ("handlers", "web", "congress", "union")
LIMIT = 250  # lines
NOT_OURS = {"data", "node_modules", "migrations", "output", "__pycache__"}


def modules() -> list[str]:
    """Every Python file of ours, as a path from the checkout; migrations are written by a tool."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in NOT_OURS]
        found += [(Path(folder) / name).relative_to(ROOT).as_posix() for name in files if name.endswith(".py")]
    return sorted(found)


MODULES = modules()
RUNNING = [path for path in MODULES if not path.startswith("tests/")]


def imported(tree: ast.AST, path: str) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    package = path.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            inside = package[: len(package) - node.level + 1] if node.level else []
            yield ".".join([*inside, node.module or ""])


def breaks(path: str, source: str) -> list[str]:
    """The imports in `source` that the house does not allow a module at `path`."""
    room = path.split("/")[0].removesuffix(".py")
    ours = set(MAY_IMPORT) | ROOTS
    found = []
    for name in imported(ast.parse(source), path):
        top = name.split(".")[0]
        if top == "wechatpy" and path not in WECHATPY_USERS and room not in ("tests", "bench"):
            found.append(f"{path} imports wechatpy")
        elif room in ROOTS or top == room:
            continue
        elif top in WITHOUT[room] or (top in ours and top not in MAY_IMPORT[room]):
            found.append(f"{path} imports {name}")
    return found


@pytest.mark.parametrize("path", RUNNING)
def test_imports_keep_to_the_table(path: str) -> None:
    assert breaks(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("congress/agenda.py", "import flask", ["congress/agenda.py imports flask"]),
        ("congress/agenda.py", "from union.stations import near", ["congress/agenda.py imports union.stations"]),
        ("union/stations.py", "from congress import agenda", ["union/stations.py imports congress"]),
        ("handlers/agenda.py", "def f():\n    import server", ["handlers/agenda.py imports server"]),
        ("web/pages.py", "from config import Settings", ["web/pages.py imports config"]),
        ("wechat/gateway.py", "from handlers import ROUTERS", ["wechat/gateway.py imports handlers"]),
        ("wechat/tokens.py", "import wechatpy.client", ["wechat/tokens.py imports wechatpy"]),
        ("simulator/app.py", "from wechat.cipher import Cipher", ["simulator/app.py imports wechat.cipher"]),
        ("understanding/dates.py", "from models import Rule", ["understanding/dates.py imports models"]),
        ("handlers/__init__.py", "from ..web import pages", ["handlers/__init__.py imports web"]),
        ("handlers/news.py", "from .agenda import router\nfrom congress import news", []),
        ("server.py", "import flask, models, handlers, web", []),
    ],
)
def test_the_table_is_enforced(path: str, source: str, expected: list[str]) -> None:
    assert breaks(path, source) == expected


def test_every_room_is_in_the_table() -> None:
    rooms = {path.split("/")[0].removesuffix(".py") for path in MODULES}
    assert rooms - set(MAY_IMPORT) - ROOTS == set()


def chinese(source: str) -> list[str]:
    """The strings of a module, other than docstrings, that hold Chinese."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        if any("\u4e00" <= character <= "\u9fff" for character in node.value)
    ]


@pytest.mark.parametrize("path", [path for path in RUNNING if path.split("/")[0] in WITHOUT_WORDS])
def test_words_for_people_live_in_templates(path: str) -> None:
    assert chinese((ROOT / path).read_text(encoding="utf-8")) == []


def test_chinese_is_found_in_strings_alone() -> None:
    assert chinese('"""文档"""\ndef f():\n    """文档"""\n    # 注释\n    return f"今天{1}", "ok"') == ["今天"]


@pytest.mark.parametrize("path", RUNNING)
def test_modules_are_short_and_say_what_they_are(path: str) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    opening = (ast.get_docstring(ast.parse(source)) or "").split("\n\n")[0]
    assert len(opening.split()) >= 3
    assert opening.endswith(".")
    assert len(source.splitlines()) <= LIMIT


@pytest.mark.parametrize("path", RUNNING)
def test_nothing_is_caught_barely(path: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    bare = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.type is None]
    assert bare == []
