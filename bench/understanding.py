"""`python -m bench.understanding`: what it costs to understand a text, with the demo's data and with 100,000 facts."""

import argparse
import gc
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import models
from bench import hostile, many
from clock import BEIJING
from commands import samples
from commands.load import KINDS
from congress import catalogue, delegates
from handlers import facts as ours
from handover import load
from understanding import Context, Fact, Index, normalise, understand
from understanding.normalise import fold
from understanding.vocabulary import vocabulary

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "demo"
SAMPLES = ROOT / "tests" / "understanding"
AT = datetime(2019, 5, 6, 10, 0, tzinfo=BEIJING)
DAYS = tuple(date(2019, 5, day) for day in (5, 6, 7))
FACTS, ROUNDS = 100_000, 3
Text = tuple[str, str, datetime]  # sort, text, when it was sent
KNOWN = 4000  # names that the hostile texts are made of
SLOWEST = 12
SHARE = 100  # of a large congress's facts one in so many is asked for
CHANGED = (1, 300)  # facts; more at once are worked out beside the messages
STATIONS = 300_000  # bytes; no other file of the demo congress is so large


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="bench.understanding", description=__doc__)
    parser.add_argument("--facts", type=int, default=FACTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--slowest", action="store_true", help="show the slowest texts")
    args = parser.parse_args()
    report(args.facts, args.rounds, args.slowest)
    return 0


def report(count: int, rounds: int, slowest: bool = False) -> None:
    """Both congresses, the small one first."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        demo, people = _demo(Path(folder))
    print("CPU milliseconds of one text, nothing remembered of any before; ratio: to one plain pass over the text\n")
    for made, names in ((demo, people), (many.facts(count), many.people(count))):
        _congress(made, names, rounds, slowest)


def _congress(made: list[Fact], people: list[str], rounds: int, slowest: bool) -> None:
    Index(made[:1], people[:1]).learn()  # the vocabulary, the common words
    before, begun = _resident(), time.process_time()
    index = Index(made, people)
    built, kept = time.process_time() - begun, _resident() - before
    before, begun = _resident(), time.process_time()
    index.learn()
    learnt, heard = time.process_time() - begun, _resident() - before
    changes = _changes(index, made, people)
    known = [name for fact in made[:KNOWN] for name in fact.names] + people[:KNOWN]
    texts = [*_samples(), *_of(made), *((sort, text, AT) for sort, text in hostile.corpus(known))]
    print(
        f"{len(made):,} facts, {len(people):,} persons: built in {built:.2f} s CPU, {kept:.0f} MB; "
        f"their words by sound {learnt:.2f} s, {heard:.0f} MB; {changes}"
    )
    took: dict[str, list[float]] = defaultdict(list)
    ratios: dict[str, list[float]] = defaultdict(list)
    worst: dict[str, float] = {}
    for sort, text, at in texts:
        spent = min(_cost(text, at, index) for _ in range(rounds))
        took[sort].append(spent)
        ratios[sort].append(spent / min(_plain(text) for _ in range(rounds)))
        worst[text] = spent
    print(f"{'sort':<12} {'texts':>6} {'median':>8} {'p99':>8} {'max':>8} {'ratio':>7}   least .. greatest")
    for sort, each in took.items():
        cuts = statistics.quantiles(each, n=100)
        middle, spread = statistics.median(ratios[sort]), f"{min(ratios[sort]):.1f} .. {max(ratios[sort]):.1f}"
        print(
            f"{sort:<12} {len(each):>6} {cuts[49]:>8.2f} {cuts[98]:>8.2f} {max(each):>8.2f} {middle:>7.1f}   {spread}"
        )
    if slowest:
        for text, spent in sorted(worst.items(), key=lambda each: -each[1])[:SLOWEST]:
            print(f"{spent:8.2f} ms  {len(text):>6}  {text[:70]!r}")
    print()


def _changes(index: Index, made: list[Fact], people: list[str]) -> str:
    """Seconds for the index of the next revision."""
    told = []
    for count in CHANGED:
        other = [replace(fact, names=(*fact.names, "x")) for fact in made[:count]] + made[count:]
        begun = time.process_time()
        Index(other, people, index)
        told.append(f"with {min(count, len(made))} changed {time.process_time() - begun:.2f} s")
    return ", ".join(told)


def _cost(text: str, at: datetime, index: Index) -> float:
    """Milliseconds of processor time for a text that nobody has sent before."""
    _forget(index)
    begun = time.process_time_ns()
    understand(text, at, index, Context(), DAYS)
    return (time.process_time_ns() - begun) / 1e6


def _plain(text: str) -> float:
    """Milliseconds for folding a text and cutting it into words once: less nobody can do."""
    _forget()
    begun = time.process_time_ns()
    vocabulary().cut(normalise.fence(fold(text)))
    return (time.process_time_ns() - begun) / 1e6


def _forget(index: Index | None = None) -> None:
    """Whatever earlier texts left behind."""
    normalise.forget()
    vocabulary().forget()
    if index is not None:
        index.forget()


def _resident() -> float:
    """Megabytes of memory that this process holds, once what can be given back is."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def _samples() -> Iterator[Text]:
    """All samples that are texts."""
    for file in sorted([*SAMPLES.glob("*.jsonl"), *DEMO.glob("*.jsonl")]):
        for sample in samples.read(file):
            if isinstance(sample.say, str):
                yield "samples", sample.say, sample.at


def _of(made: Iterable[Fact]) -> Iterator[Text]:
    """Questions for the congress's own facts: a name with some words of the text around it."""
    for number, fact in enumerate(made):
        if number % SHARE == 0:
            yield "its facts", fact.names[0], AT
            yield "its facts", "".join((fact.names[0][:6], *fact.texts))[:40], AT


def _demo(folder: Path) -> tuple[list[Fact], list[str]]:
    models.unlock("a data key for a benchmark, worth nothing")
    models.bind(f"sqlite:///{folder}/bench.db")
    models.migrate()
    shutil.copytree(DEMO, folder / "demo", ignore=_stations)
    load(folder / "demo", KINDS, media=folder / "media", at=AT)
    catalogue.expire()
    found = list(ours.index().facts), list(delegates.names())
    models.close()
    return found


def _stations(folder: str, names: list[str]) -> list[str]:
    """The stations are no facts of the index, and take long to read."""
    return [name for name in names if (Path(folder) / name).stat().st_size > STATIONS]


if __name__ == "__main__":
    sys.exit(main())
