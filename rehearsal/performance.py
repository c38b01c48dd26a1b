"""One rehearsal from the first process started to the report's numbers."""

import argparse
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

import handlers
from commands.samples import normal
from config import Settings
from rehearsal import aftermath, live, machine, plan, stage
from rehearsal.conductor import Conductor, Run
from rehearsal.figures import Figures, reckon
from rehearsal.judgement import Words, effects, judge, wanted
from rehearsal.phone import Phone
from rehearsal.stage import Stage
from rehearsal.wire import SENT

OPENING = 10  # signs by which a standing answer is known


def perform(args: argparse.Namespace, settings: Settings, console: Console, told: Callable[[str], None]) -> Figures:
    """Play it all; Ctrl-C leaves what was played so far. Raises Hopeless, CannotStart, RuntimeError, OSError."""
    drawn = plan.draw(args.people, args.seed, short=args.short)
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder, stage.raised(Path(folder), told, settings) as up:
        told("people")
        phone = Phone(up.phone)
        openids = phone.people([f"{number + 1:04d}" for number in range(args.people)])
        told("machine")
        rate = machine.rate(up.phone, phone.people([f"T{number}" for number in range(machine.AT_ONCE)]))
        told("play")
        conductor = Conductor(up, drawn, openids, rate=rate, speed=args.speed)
        try:
            with live.view(conductor, console) as view:
                conductor.play(view.look)
        except KeyboardInterrupt:
            told("stopped")
        told("judge")
        for number in (signal.SIGINT, signal.SIGTERM):  # what was played is to be reported, and all of it taken down
            signal.signal(number, signal.SIG_IGN)
        return _judged(conductor.run, up, phone)


def _judged(run: Run, up: Stage, phone: Phone) -> Figures:
    words = Words(_opening("fallback/unknown.txt", office=None, links=None), _opening("gateway/apology.txt"))
    changed = next(((each.began, each.ended or run.ended) for each in run.moments if each.name == "change"), None)
    judged = judge(run.played, run.openids, run.messages, run.services, words, changed)
    scans, said = aftermath.kept(up.settings, run.openids)
    paths = {path for path, _ in run.calls} | {SENT}
    return reckon(
        run, judged, aftermath.screens(phone, run.openids),
        effects(wanted(judged, "scan"), scans), effects(wanted(judged, "message"), said),
        aftermath.quotas(phone, up.settings, paths), up.missing(),
    )  # fmt: skip


def _opening(template: str, **values: object) -> str:
    return normal(handlers.render(template, **values))[:OPENING]
