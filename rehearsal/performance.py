"""One rehearsal from the first process started to the report's numbers."""

import argparse
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from config import Settings
from rehearsal import codes, drawing, live, machine, stage
from rehearsal.conductor import Conductor
from rehearsal.judging import verdict
from rehearsal.judging.figures import Figures
from rehearsal.phone import Phone


def perform(args: argparse.Namespace, settings: Settings, console: Console, told: Callable[[str], None]) -> Figures:
    """Play it all; Ctrl-C leaves what was played so far. Raises Hopeless, CannotStart, RuntimeError, OSError."""
    drawn = drawing.draw(args.people, args.seed, short=args.short)
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder, stage.raised(Path(folder), told, settings) as up:
        told("people")
        phone = Phone(up.phone)
        openids = phone.people([f"{number + 1:04d}" for number in range(args.people)])
        told("codes")
        hired = up.hands.submit(up.crew, drawn.desks.keys)
        personal = codes.personal(up.settings, [who.delegate.badge for who in drawn.cast if who.delegate])
        crew = hired.result()
        told("machine")
        rate = machine.rate(up.phone, phone.people([f"T{number}" for number in range(machine.AT_ONCE)]))
        told("play")
        conductor = Conductor(up, drawn, openids, personal, crew, rate=rate, speed=args.speed)
        try:
            with live.view(conductor, console) as view:
                conductor.play(view.look)
        except KeyboardInterrupt:
            told("stopped")
        told("judge")
        for number in (signal.SIGINT, signal.SIGTERM):  # what was played is to be reported, and all of it taken down
            signal.signal(number, signal.SIG_IGN)
        return verdict.figures(conductor.run, up, phone, personal)
