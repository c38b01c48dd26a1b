"""The plots of a report."""

from collections.abc import Mapping

from rehearsal import svg
from rehearsal.judging.figures import BIN, WANTED_P99, Figures
from rehearsal.judging.notices import MINUTE

FAULT, MARK, SCENE = "#f6c9c4", "#c0392b", "#f4f6fa"
LINES = {"p50": "#2a7de1", "p95": "#8e5bd0", "p99": "#d9480f"}
WAYS = {"scan": "#2f9e44", "desk": "#2a7de1", "offline": "#f2a33c"}
STACK = {
    "right": "#2f9e44", "plain": "#8fd19e", "silent": "#ced4da", "unknown": "#f2c94c", "late": "#4dabf7",
    "apology": "#e8590c", "wrong": "#e03131", "unanswered": "#a61e4d", "prompt": "#a61e4d", "refused": "#495057",
    "vanished": "#862e9c",
}  # fmt: skip


def messages_per_minute(figures: Figures, words: Mapping[str, str]) -> str:
    """The rate over the time of the rehearsal, faults marked."""
    values = [(point.at, point.messages * 60 / BIN) for point in figures.points]
    most = svg.rounded(max((value for _, value in values), default=1.0))
    frame = svg.Frame(_span(figures), most, words["messages_per_minute"])
    broad = max(1.0, frame.x(BIN) - frame.x(0) - 0.6)
    bars = [
        svg.rect(frame.x(at), frame.y(value), broad, frame.y(0) - frame.y(value), "#2a7de1") for at, value in values
    ]
    return frame.drawn([*_bands(figures, frame, words), *frame.grid(), *bars, *_scene_names(figures, frame, words)])


def latency_over_time(figures: Figures, words: Mapping[str, str]) -> str:
    """p50, p95 and p99 over the time of the rehearsal in milliseconds, faults marked; the scale is logarithmic."""
    top = max((point.latency.p99 for point in figures.points), default=1.0) * 1000
    frame = svg.Frame(_span(figures), max(1000.0, top), words["latency"], lowest=1.0)
    lines = []
    for name, colour in LINES.items():
        dots = [
            f"{frame.x(point.at):.1f},{frame.y(max(1.0, getattr(point.latency, name) * 1000)):.1f}"
            for point in figures.points
            if point.latency.count
        ]
        lines.append(f'<polyline points="{" ".join(dots)}" fill="none" stroke="{colour}" stroke-width="1.4"/>')
    wanted = frame.across(WANTED_P99 * 1000, MARK)
    key = svg.key({name: (colour, name) for name, colour in LINES.items()}, svg.WIDTH - svg.RIGHT - 150)
    return frame.drawn([*_bands(figures, frame, words), *frame.grid(), wanted, *lines, *key])


def outcomes_by_kind(figures: Figures, words: Mapping[str, Mapping[str, str]]) -> str:
    """A bar for each kind of act, divided by how it ended."""
    rows = sorted(figures.outcomes.items(), key=lambda row: -sum(row[1].values()))
    most = max((sum(counts.values()) for _, counts in rows), default=1)
    height = svg.TOP + 30 + 24 * len(rows)
    drawn = [svg.text(svg.LEFT - 40, 15, words["plots"]["outcomes"], size=13, weight="bold")]
    seen = [name for name in STACK if any(name in counts for _, counts in rows)]
    for number, (do, counts) in enumerate(rows):
        y, x = svg.TOP + 24 * number, 110.0
        drawn.append(svg.text(102, y + 13, words["acts"][do], anchor="end"))
        for name in seen:
            width = counts.get(name, 0) / most * (svg.WIDTH - 180)
            drawn.append(svg.rect(x, y, width, 16, STACK[name]))
            x += width
        drawn.append(svg.text(x + 6, y + 13, str(sum(counts.values())), colour=svg.FAINT))
    key = {name: (STACK[name], words["outcomes"][name]) for name in seen}
    return svg.picture(height, [*drawn, *svg.key(key, 110, height - 12)])


def arrivals_per_minute(figures: Figures, words: Mapping[str, Mapping[str, str]]) -> str:
    """Who was checked in by which way, minute by minute of the congress since the first."""
    minutes = figures.checkin.minutes
    begin, end = min(minutes, default=0), max(minutes, default=0)
    most = svg.rounded(max((sum(ways.values()) for ways in minutes.values()), default=1))
    title = words["plots"]["arrivals"]
    frame = svg.Frame((end - begin) / 60 + 1, most, title, unit="min")
    broad = max(1.0, frame.x(1) - frame.x(0) - 1)
    bars = []
    for minute, ways in minutes.items():
        below = 0
        for way, colour in WAYS.items():
            count = ways.get(way, 0)
            height = frame.y(below) - frame.y(below + count)
            bars.append(svg.rect(frame.x((minute - begin) / 60), frame.y(below + count), broad, height, colour))
            below += count
    key = {way: (colour, words["checkin"][way]) for way, colour in WAYS.items()}
    return frame.drawn([*frame.grid(), *bars, *svg.key(key, svg.LEFT, 32)])


def told_over_time(figures: Figures, words: Mapping[str, Mapping[str, str]]) -> str:
    """How many had been sent the notice of the moved item, second by second since the load began."""
    delays = figures.notices.delays
    last = max([seconds for seconds, _ in delays] + [MINUTE])
    frame = svg.Frame(last * 1.05, svg.rounded(max(len(delays), 1)), words["plots"]["delays"])
    steps = [f"{frame.x(0):.1f},{frame.y(0):.1f}"]
    for count, (seconds, _) in enumerate(delays):
        steps += [f"{frame.x(seconds):.1f},{frame.y(number):.1f}" for number in (count, count + 1)]
    line = f'<polyline points="{" ".join(steps)}" fill="none" stroke="#2a7de1" stroke-width="2"/>'
    limit = frame.band(MINUTE, MINUTE + last / 300, MARK, "60 s")
    return frame.drawn([*frame.grid(), limit, line])


def _bands(figures: Figures, frame: svg.Frame, words: Mapping[str, str]) -> list[str]:
    """Every other scene tinted, faults marked by their number in the report; a pointer over one names it."""
    drawn = []
    for number, (_, since, until, _) in enumerate(figures.scenes):
        if number % 2 == 0:
            drawn.append(frame.band(since, until, SCENE))
    for number, each in enumerate(figures.disturbances, 1):
        until = max(each.ended, each.began + _span(figures) / 300)
        drawn.append(frame.band(each.began, until, FAULT, words.get(each.name, each.name)))
        drawn.append(svg.text(frame.x(each.began) + 2, svg.TOP + 10, str(number), colour=MARK, size=9))
    return drawn


def _scene_names(figures: Figures, frame: svg.Frame, words: Mapping[str, str]) -> list[str]:
    return [
        svg.text(frame.x((since + until) / 2), svg.TOP - 6, words.get(name, name), "middle", svg.FAINT)
        for name, since, until, _ in figures.scenes
    ]


def _span(figures: Figures) -> float:
    return max([until for _, _, until, _ in figures.scenes] + [point.at + BIN for point in figures.points] + [1.0])
