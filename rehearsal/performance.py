"""One rehearsal from the first process started to the report's numbers."""

import argparse
import signal
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console

import handlers
from clock import Clock
from commands.samples import normal
from config import Settings
from rehearsal import codes, drawing, live, machine, roster, stage
from rehearsal.codes import Codes
from rehearsal.conductor import Conductor, Run
from rehearsal.judging import aftermath, binding, checkin
from rehearsal.judging.figures import Figures, reckon
from rehearsal.judging.judgement import Judged, Words, effects, judge, wanted
from rehearsal.judging.leaks import Leaks
from rehearsal.phone import Phone
from rehearsal.records import opened
from rehearsal.stage import Stage
from rehearsal.wire import SENT

OPENING = 10  # signs by which a standing answer is known


def perform(args: argparse.Namespace, settings: Settings, console: Console, told: Callable[[str], None]) -> Figures:
    """Play it all; Ctrl-C leaves what was played so far. Raises Hopeless, CannotStart, RuntimeError, OSError."""
    drawn = drawing.draw(args.people, args.seed, short=args.short)
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder, stage.raised(Path(folder), told, settings) as up:
        told("people")
        phone = Phone(up.phone)
        openids = phone.people([f"{number + 1:04d}" for number in range(args.people)])
        told("machine")
        rate = machine.rate(up.phone, phone.people([f"T{number}" for number in range(machine.AT_ONCE)]))
        told("codes")
        personal = codes.personal(up.settings, [who.delegate.badge for who in drawn.cast if who.delegate])
        told("play")
        staff = [up.staff(f"desk-{key}", "desk") for key in drawn.desks.keys]
        conductor = Conductor(up, drawn, openids, personal, staff, rate=rate, speed=args.speed)
        try:
            with live.view(conductor, console) as view:
                conductor.play(view.look)
        except KeyboardInterrupt:
            told("stopped")
        told("judge")
        for number in (signal.SIGINT, signal.SIGTERM):  # what was played is to be reported, and all of it taken down
            signal.signal(number, signal.SIG_IGN)
        return _judged(conductor.run, up, phone, personal)


def _judged(run: Run, up: Stage, phone: Phone, personal: Codes) -> Figures:
    words = Words(_opening("fallback/unknown.txt", office=None, links=None), _opening("gateway/apology.txt"))
    changed = next(((each.began, each.ended or run.ended) for each in run.moments if each.name == "change"), None)
    judged = judge(run.played, run.openids, run.messages, run.services, words, changed)
    with opened(up.settings):
        scans, said = aftermath.kept(run.openids)
        bound = _bound(run, judged, up, personal)
        arrived = checkin.judge(
            judged, run.entries, run.plan.cast, run.plan.desks.stage, _shown(up), run.board, _together(run)
        )
    paths = {path for path, _ in run.calls} | {SENT}
    return reckon(
        run, judged, aftermath.screens(phone, run.openids),
        effects(wanted(judged, "scan"), scans), effects(wanted(judged, "message"), said),
        aftermath.quotas(phone, up.settings, paths), up.missing(), bound, arrived,
    )  # fmt: skip


def _shown(up: Stage) -> datetime:
    return Clock(up.settings.clock_start, up.settings.clock_file).now()


def _together(run: Run) -> int:
    return sum(bool(visit.also) for visit in run.plan.visits)


def _bound(run: Run, judged: Sequence[Judged], up: Stage, personal: Codes) -> binding.Binding:
    cast = run.plan.cast
    owners = {run.openids[number]: who.delegate for number, who in enumerate(cast) if who.binds and who.delegate}
    leaks = Leaks(roster.read(), owners)
    answers = [(each.openid, text) for each in run.messages for text in {each.answer, *each.repeated} if text]
    answers += [(each.openid, each.text) for each in run.services]
    secrets = [*run.openids, *personal.secrets]
    logged = leaks.in_logs(up.logs, secrets)
    return binding.judge(judged, cast, len(answers), leaks.in_answers(answers), logged)


def _opening(template: str, **values: object) -> str:
    return normal(handlers.render(template, **values))[:OPENING]
