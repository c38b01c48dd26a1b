"""The report of a rehearsal: Markdown, HTML and plots, its words from templates/rehearsal/."""

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jinja2
import yaml

from clock import BEIJING
from rehearsal import plots
from rehearsal.judging.figures import Figures

TEMPLATES = Path(__file__).parent.parent / "templates" / "rehearsal"
PLOTS = ("messages", "latency", "outcomes", "arrivals", "delays")


@dataclass(frozen=True)
class Machine:
    """Where the numbers come from."""

    cores: int
    processor: str
    python: str
    system: str


def words() -> dict[str, dict[str, str]]:
    """Everything that is said, by place and name."""
    read: dict[str, dict[str, str]] = yaml.safe_load((TEMPLATES / "words.yaml").read_text(encoding="utf-8"))
    return read


def machine() -> Machine:
    """This one."""
    system = f"{platform.system()} {platform.release()}"
    return Machine(os.cpu_count() or 1, _processor(), platform.python_version(), system)


def write(figures: Figures, folder: Path, command: str, at: datetime | None = None) -> Path:
    """Write report.html, report.md and the plots into `folder`; the HTML's path. OSError when it can't be written."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = draw(figures)
    for name, svg in drawn.items():
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    values = _values(figures, command, at)
    text = _render("report.md", plots={name: f"{name}.svg" for name in PLOTS}, **values)
    (folder / "report.md").write_text(text, encoding="utf-8")
    page = folder / "report.html"
    page.write_text(_render("report.html", svg=drawn, **values), encoding="utf-8")
    return page


def publish(figures: Figures, docs: Path, command: str, at: datetime | None = None) -> Path:
    """Write rehearsal.md and its plots into the project's docs folder; the path."""
    for name, svg in draw(figures).items():
        (docs / f"rehearsal-{name}.svg").write_text(svg, encoding="utf-8")
    page = docs / "rehearsal.md"
    linked = {name: f"rehearsal-{name}.svg" for name in PLOTS}
    page.write_text(_render("report.md", plots=linked, **_values(figures, command, at)), encoding="utf-8")
    return page


def summary(figures: Figures, file: Path) -> str:
    """The end of the rehearsal on the terminal."""
    return _render("summary.txt", file=file, **_values(figures, ""))


def draw(figures: Figures) -> dict[str, str]:
    """The plots as SVG, by name."""
    said = words()
    named = said["scenes"] | said["faults"] | {"change": said["scenes"]["change"]} | said["plots"]
    return {
        "messages": plots.messages_per_minute(figures, named),
        "latency": plots.latency_over_time(figures, named),
        "outcomes": plots.outcomes_by_kind(figures, said),
        "arrivals": plots.arrivals_per_minute(figures, said),
        "delays": plots.told_over_time(figures, said),
    }


def _values(figures: Figures, command: str, at: datetime | None = None) -> dict[str, Any]:
    at = at or datetime.now(UTC)
    return {"f": figures, "at": at, "machine": machine(), "words": words(), "command": command}


def _render(name: str, **values: Any) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=name.endswith(".html"), trim_blocks=True,
        lstrip_blocks=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True,
    )  # fmt: skip
    acts = values["words"]["acts"]
    environment.globals |= {"ms": _ms, "mark": _mark, "shown": _shown, "named": lambda asked: _named(asked, acts)}
    return environment.get_template(name).render(**values)


def _ms(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _mark(reached: bool) -> str:
    return "✓" if reached else "✗"


def _shown(at: float) -> str:
    return datetime.fromtimestamp(at, BEIJING).strftime("%m-%d %H:%M")


def _named(asked: str, acts: dict[str, str]) -> str:
    """`text wifi` with the act in words."""
    do, _, detail = asked.partition(" ")
    return f"{acts.get(do, do)} {detail}".strip()


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
