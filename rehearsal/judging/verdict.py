"""Everything that is to be said of a run, from its records, the product's tables and people's screens."""

from collections.abc import Sequence

import handlers
from clock import Clock
from commands.samples import normal
from rehearsal import roster
from rehearsal.codes import Codes
from rehearsal.conductor import Run
from rehearsal.judging import aftermath, binding, checkin, notices
from rehearsal.judging.aftermath import Screen
from rehearsal.judging.figures import Figures, reckon
from rehearsal.judging.judgement import Judged, Words, effects, judge, wanted
from rehearsal.judging.leaks import Leaks
from rehearsal.judging.notices import Seen
from rehearsal.phone import Phone
from rehearsal.records import opened
from rehearsal.stage import Stage
from rehearsal.wire import SENT

OPENING = 10  # signs by which a standing answer is known
CAUSES = {"change": "change", "announcement": "announce"}  # kind of notice -> the cue that is its cause


def figures(run: Run, up: Stage, phone: Phone, personal: Codes) -> Figures:
    """The numbers. Raises OSError when the stand-in is gone."""
    words = Words(_opening("fallback/unknown.txt", office=None, links=None), _opening("gateway/apology.txt"))
    changed = next(((each.began, each.ended or run.ended) for each in run.moments if each.name == "change"), None)
    paths = {path for path, _ in run.calls} | {SENT}
    with opened(up.settings):
        said = notices.kept_words()
        late = [each for each in run.services if each.channel == "service" and each.text not in said]
        judged = judge(run.played, run.openids, run.messages, late, words, changed)
        screens = aftermath.screens(phone, run.openids, said)
        scans, kept = aftermath.kept(run.openids)
        return reckon(
            run, judged, screens, effects(wanted(judged, "scan"), scans), effects(wanted(judged, "message"), kept),
            aftermath.quotas(phone, up.settings, paths), up.missing(), _bound(run, judged, up, personal),
            _arrived(run, judged, up), _told(run, judged, up, screens),
        )  # fmt: skip


def _bound(run: Run, judged: Sequence[Judged], up: Stage, personal: Codes) -> binding.Binding:
    cast = run.plan.cast
    owners = {run.openids[number]: who.delegate for number, who in enumerate(cast) if who.binds and who.delegate}
    leaks = Leaks(roster.read(), owners)
    answers = [(each.openid, text) for each in run.messages for text in {each.answer, *each.repeated} if text]
    answers += [(each.openid, each.text) for each in run.services]
    logged = leaks.in_logs(up.logs, [*run.openids, *personal.secrets])
    return binding.judge(
        judged, cast, len(answers), leaks.in_answers(answers), logged, _opening("personal/others.txt", office=None)
    )


def _arrived(run: Run, judged: Sequence[Judged], up: Stage) -> checkin.Checkin:
    shown = Clock(up.settings.clock_start, up.settings.clock_file).now()
    together = sum(bool(visit.also) for visit in run.plan.visits)
    return checkin.judge(judged, run.entries, run.plan.cast, run.plan.desks.stage, shown, run.board, together)


def _told(run: Run, judged: Sequence[Judged], up: Stage, screens: Sequence[Screen]) -> notices.Notices:
    settings = up.settings
    began = {each.name: each.began for each in reversed(run.moments)}
    causes = {kind: began[cue] for kind, cue in CAUSES.items() if cue in began}
    cards = {
        kind: frozenset(means[kind].id for means in (settings.notice_subscriptions, settings.notice_templates)
                        if kind in means)
        for kind in ("change", "reminder", "announcement", "overview")
    }  # fmt: skip
    bubbles = {each.openid: each.bubbles for each in screens}
    came = frozenset(badge for badge, _ in checkin.scanned(judged, run.entries, run.plan.cast))
    seen = Seen(bubbles, run.services, causes, came, cards, run.complete)
    return notices.judge(run.plan, [each.act for each in run.played], run.openids, seen, settings.web_url)


def _opening(template: str, **values: object) -> str:
    return normal(handlers.render(template, **values))[:OPENING]
