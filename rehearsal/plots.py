"""Plots as SVG, drawn here: small, sharp and without a script."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, log10

from rehearsal.judging.figures import BIN, WANTED_P99, Figures

WIDTH, HEIGHT = 760, 236
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 42, 30  # around the drawing, in pixels
INK, FAINT, GRID = "#333", "#888", "#e6e6e6"
FAULT, MARK, SCENE = "#f6c9c4", "#c0392b", "#f4f6fa"
LINES = {"p50": "#2a7de1", "p95": "#8e5bd0", "p99": "#d9480f"}
STACK = {
    "right": "#2f9e44", "plain": "#8fd19e", "silent": "#ced4da", "unknown": "#f2c94c", "late": "#4dabf7",
    "apology": "#e8590c", "wrong": "#e03131", "unanswered": "#a61e4d", "prompt": "#a61e4d", "refused": "#495057",
    "vanished": "#862e9c",
}  # fmt: skip
FONT = "system-ui, 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


def messages_per_minute(figures: Figures, words: Mapping[str, str]) -> str:
    """The rate over the time of the rehearsal, faults marked."""
    values = [(point.at, point.messages * 60 / BIN) for point in figures.points]
    most = _rounded(max((value for _, value in values), default=1.0))
    frame = _Frame(_span(figures), most, words["messages_per_minute"])
    broad = max(1.0, frame.x(BIN) - frame.x(0) - 0.6)
    bars = [_rect(frame.x(at), frame.y(value), broad, frame.y(0) - frame.y(value), "#2a7de1") for at, value in values]
    return frame.drawn([*_bands(figures, frame, words), *frame.grid(), *bars, *_scene_names(figures, frame, words)])


def latency_over_time(figures: Figures, words: Mapping[str, str]) -> str:
    """p50, p95 and p99 over the time of the rehearsal in milliseconds, faults marked; the scale is logarithmic."""
    top = max((point.latency.p99 for point in figures.points), default=1.0) * 1000
    frame = _Frame(_span(figures), max(1000.0, top), words["latency"], lowest=1.0)
    lines = []
    for name, colour in LINES.items():
        dots = [
            f"{frame.x(point.at):.1f},{frame.y(max(1.0, getattr(point.latency, name) * 1000)):.1f}"
            for point in figures.points
            if point.latency.count
        ]
        lines.append(f'<polyline points="{" ".join(dots)}" fill="none" stroke="{colour}" stroke-width="1.4"/>')
    y = frame.y(WANTED_P99 * 1000)
    wanted = (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{MARK}" stroke-dasharray="4 3"/>'
    )
    key = _key({name: (colour, name) for name, colour in LINES.items()}, WIDTH - RIGHT - 150)
    return frame.drawn([*_bands(figures, frame, words), *frame.grid(), wanted, *lines, *key])


def outcomes_by_kind(figures: Figures, words: Mapping[str, Mapping[str, str]]) -> str:
    """A bar for each kind of act, divided by how it ended."""
    rows = sorted(figures.outcomes.items(), key=lambda row: -sum(row[1].values()))
    most = max((sum(counts.values()) for _, counts in rows), default=1)
    height = TOP + 30 + 24 * len(rows)
    drawn = [_text(LEFT - 40, 15, words["plots"]["outcomes"], size=13, weight="bold")]
    seen = [name for name in STACK if any(name in counts for _, counts in rows)]
    for number, (do, counts) in enumerate(rows):
        y, x = TOP + 24 * number, 110.0
        drawn.append(_text(102, y + 13, words["acts"][do], anchor="end"))
        for name in seen:
            width = counts.get(name, 0) / most * (WIDTH - 180)
            drawn.append(_rect(x, y, width, 16, STACK[name]))
            x += width
        drawn.append(_text(x + 6, y + 13, str(sum(counts.values())), colour=FAINT))
    key = {name: (STACK[name], words["outcomes"][name]) for name in seen}
    return _svg(height, [*drawn, *_key(key, 110, height - 12)])


class _Frame:
    """Axes of one plot; `lowest` above 0 makes the scale logarithmic."""

    def __init__(self, seconds: float, most: float, title: str, lowest: float = 0.0) -> None:
        self._seconds, self._most, self._title, self._lowest = max(seconds, 1.0), most, title, lowest

    def x(self, at: float) -> float:
        """The place of a time."""
        return LEFT + at / self._seconds * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """The height of a value."""
        share = value / self._most
        if self._lowest:
            share = log10(max(value, self._lowest) / self._lowest) / log10(self._most / self._lowest)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def grid(self) -> list[str]:
        """Lines across, and the numbers at both axes."""
        if self._lowest:
            values = [10.0**power for power in range(6) if self._lowest <= 10.0**power <= self._most]
        else:
            values = [self._most * part / 4 for part in range(5)]
        drawn = []
        for value in values:
            y = self.y(value)
            drawn.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{GRID}"/>')
            drawn.append(_text(LEFT - 6, y + 4, f"{value:g}", anchor="end", colour=FAINT))
        step = next(each for each in (5, 10, 20, 30, 60, 120, 300, 600, 3600, 10**9) if self._seconds / each <= 12)
        for number in range(int(self._seconds // step) + 1):
            drawn.append(_text(self.x(number * step), HEIGHT - BOTTOM + 16, f"{number * step} s", "middle", FAINT))
        return drawn

    def drawn(self, parts: Sequence[str]) -> str:
        """The whole plot."""
        return _svg(HEIGHT, [*parts, _text(LEFT - 40, 15, self._title, size=13, weight="bold")])


def _bands(figures: Figures, frame: _Frame, words: Mapping[str, str]) -> list[str]:
    """Every other scene tinted, faults marked by their number in the report; a pointer over one names it."""
    drawn = []
    for number, (_, since, until, _) in enumerate(figures.scenes):
        if number % 2 == 0:
            drawn.append(_band(frame, since, until, SCENE, ""))
    for number, each in enumerate(figures.disturbances, 1):
        until = max(each.ended, each.began + _span(figures) / 300)
        drawn.append(_band(frame, each.began, until, FAULT, words.get(each.name, each.name)))
        drawn.append(_text(frame.x(each.began) + 2, TOP + 10, str(number), colour=MARK, size=9))
    return drawn


def _band(frame: _Frame, since: float, until: float, colour: str, name: str) -> str:
    return _rect(frame.x(since), TOP, frame.x(until) - frame.x(since), HEIGHT - TOP - BOTTOM, colour, name)


def _scene_names(figures: Figures, frame: _Frame, words: Mapping[str, str]) -> list[str]:
    return [
        _text(frame.x((since + until) / 2), TOP - 6, words.get(name, name), "middle", FAINT)
        for name, since, until, _ in figures.scenes
    ]


def _key(entries: Mapping[str, tuple[str, str]], x: float, y: float = 15) -> list[str]:
    drawn = []
    for colour, name in entries.values():
        drawn.append(f'<rect x="{x:.0f}" y="{y - 9:.0f}" width="10" height="10" rx="2" fill="{colour}"/>')
        drawn.append(_text(x + 14, y, name, colour=FAINT))
        x += 30 + sum(11 if ord(sign) > 0x2E80 else 7 for sign in name)
    return drawn


def _rect(x: float, y: float, width: float, height: float, colour: str, name: str = "") -> str:
    title = f"<title>{escape(name)}</title>" if name else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}">{title}</rect>'


def _text(
    x: float, y: float, text: str, anchor: str = "start", colour: str = INK, size: int = 11, weight: str = "normal"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )


def _svg(height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="{escape(FONT)}">'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _span(figures: Figures) -> float:
    return max([until for _, _, until, _ in figures.scenes] + [point.at + BIN for point in figures.points] + [1.0])


def _rounded(value: float) -> float:
    """A round number not below `value`."""
    unit = 10.0 ** int(log10(max(value, 1.0)))
    return ceil(value / unit * 2) / 2 * unit
