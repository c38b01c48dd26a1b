"""`make bench`: the product beside the plain app on the same machine, in turns, as ratios."""

import argparse
import json
import pickle
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import mix, rules, sides, understanding
from bench.sides import Side

MODES = ("plain", "safe")


@dataclass(frozen=True)
class Figures:
    """One side in one round: requests a second, processor milliseconds a request, latency in milliseconds."""

    rate: float
    cpu: float
    p50: float
    p99: float


LABELS = {"cpu": "CPU/request", "rate": "req/s", "p50": "p50", "p99": "p99"}


def main() -> int:
    """Print the ratios product / plain app: the median over the rounds, the least and the greatest."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=2000, help="in each round, for each side and mode")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--per-connection", type=int, default=100, help="requests a connection; 1: no keep-alive")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        with sides.plain(root / "plain") as plain, sides.product(root / "product") as product:
            for mode in MODES:  # a first round that doesn't count: imports, caches, connections
                _round((plain, product), mode, args, root)
            rounds = {mode: [] for mode in MODES}  # type: dict[str, list[tuple[Figures, Figures]]]
            for number in range(args.rounds):
                for mode in MODES:
                    order = (plain, product) if number % 2 else (product, plain)
                    figures = _round(order, mode, args, root)
                    rounds[mode].append((figures[plain.name], figures[product.name]))
                    print(".", end="", flush=True, file=sys.stderr)
        print(file=sys.stderr)
    _report(rounds, args)
    rules.report()
    print()
    understanding.report(understanding.FACTS, understanding.ROUNDS)
    return 0


def _round(order: tuple[Side, ...], mode: str, args: argparse.Namespace, folder: Path) -> dict[str, Figures]:
    return {side.name: _measure(side, mode, args, folder) for side in order}


def _measure(side: Side, mode: str, args: argparse.Namespace, folder: Path) -> Figures:
    file = folder / "requests"
    file.write_bytes(pickle.dumps(mix.pushes(args.requests, mode, f"127.0.0.1:{side.port}", args.per_connection)))
    before = side.cpu()
    result = json.loads(sides.load(side, args.connections, args.per_connection, file))
    used = side.cpu() - before
    if result["replies"] != args.requests:
        raise SystemExit(f"{side.name}, {mode}: {args.requests - result['replies']} of {args.requests} without a reply")
    cuts = statistics.quantiles(result["ms"], n=100)
    return Figures(args.requests / result["seconds"], used * 1000 / args.requests, cuts[49], cuts[98])


def _report(rounds: dict[str, list[tuple[Figures, Figures]]], args: argparse.Namespace) -> None:
    print(
        f"{args.rounds} rounds of {args.requests} requests a side and mode, in turns, {args.connections} connections; "
        f"the same gunicorn under both\n"
    )
    print(f"{'mode':<6} {'figure':<12} {'plain app':>12} {'product':>12} {'ratio':>8}   min .. max of the rounds")
    for mode, pairs in rounds.items():
        for name, label in LABELS.items():
            ours = [getattr(product, name) for _, product in pairs]
            theirs = [getattr(plain, name) for plain, _ in pairs]
            ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
            unit = "/s" if name == "rate" else "ms"
            middle = f"{statistics.median(theirs):>10.2f}{unit} {statistics.median(ours):>10.2f}{unit}"
            spread = f"{statistics.median(ratios):>8.2f}   {min(ratios):.2f} .. {max(ratios):.2f}"
            print(f"{mode:<6} {label:<12} {middle} {spread}")
    print()


if __name__ == "__main__":
    sys.exit(main())
