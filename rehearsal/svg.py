"""Plots as SVG, drawn here: small, sharp and without a script."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, log10

WIDTH, HEIGHT = 760, 236
LEFT, RIGHT, TOP, BOTTOM = 52, 22, 42, 30  # around the drawing, in pixels
INK, FAINT, GRID = "#333", "#888", "#e6e6e6"
FONT = "system-ui, 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


class Frame:
    """Axes of one plot; `lowest` above 0 makes the scale logarithmic."""

    def __init__(self, seconds: float, most: float, title: str, lowest: float = 0.0, unit: str = "s") -> None:
        """From 0 to so many seconds (or other `unit`s), from `lowest` to `most`."""
        self._unit = unit
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
            drawn.append(text(LEFT - 6, y + 4, f"{value:g}", anchor="end", colour=FAINT))
        step = next(each for each in (1, 5, 10, 20, 30, 60, 120, 300, 600, 3600, 10**9) if self._seconds / each <= 12)
        for number in range(int(self._seconds // step) + 1):
            drawn.append(
                text(self.x(number * step), HEIGHT - BOTTOM + 16, f"{number * step} {self._unit}", "middle", FAINT)
            )
        return drawn

    def band(self, since: float, until: float, colour: str, name: str = "") -> str:
        """A stretch of time tinted from top to bottom."""
        return rect(self.x(since), TOP, self.x(until) - self.x(since), HEIGHT - TOP - BOTTOM, colour, name)

    def across(self, value: float, colour: str) -> str:
        """A dashed line at a height."""
        y = f"{self.y(value):.1f}"
        ends = f'x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"'
        return f'<line {ends} stroke="{colour}" stroke-dasharray="4 3"/>'

    def drawn(self, parts: Sequence[str]) -> str:
        """The whole plot."""
        return picture(HEIGHT, [*parts, text(LEFT - 40, 15, self._title, size=13, weight="bold")])


def key(entries: Mapping[str, tuple[str, str]], x: float, y: float = 15) -> list[str]:
    """Names beside their colours."""
    drawn = []
    for colour, name in entries.values():
        drawn.append(f'<rect x="{x:.0f}" y="{y - 9:.0f}" width="10" height="10" rx="2" fill="{colour}"/>')
        drawn.append(text(x + 14, y, name, colour=FAINT))
        x += 30 + sum(11 if ord(sign) > 0x2E80 else 7 for sign in name)
    return drawn


def rect(x: float, y: float, width: float, height: float, colour: str, name: str = "") -> str:
    """A rectangle; a pointer over it tells its name."""
    title = f"<title>{escape(name)}</title>" if name else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}">{title}</rect>'


def text(
    x: float, y: float, text: str, anchor: str = "start", colour: str = INK, size: int = 11, weight: str = "normal"
) -> str:
    """A line of text."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )


def picture(height: int, parts: Sequence[str]) -> str:
    """The whole picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="{escape(FONT)}">'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def rounded(value: float) -> float:
    """A round number not below `value`."""
    value = max(value, 4.0)  # four lines across: whole numbers
    unit = 10.0 ** int(log10(value))
    return ceil(value / unit * 2) / 2 * unit
