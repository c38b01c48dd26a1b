"""Who is bound to which badge: claims and locks to settle, bindings to end, changes to take back."""

from collections.abc import Callable

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from congress import binding_desk, binding_flags, binding_history, delegates
from congress.binding_desk import CLAIMS
from congress.errors import Conflict, Invalid, NotFound
from web.console import gate
from web.console.gate import needs
from web.console.tools import Tools

PAGE = 50  # bindings


def routes(console: Blueprint, tools: Tools) -> None:
    """The pages."""
    console.add_app_template_filter(ending, "short_openid")

    @console.get("/bindings")
    @needs("office")
    def bindings() -> str:
        """The open matters, then the list, searched by badge."""
        search = request.args.get("badge", "").strip().upper()[:32]
        found = binding_desk.page(search, request.args.get("after", "")[:32], PAGE + 1)
        return render_template(
            "console/bindings.html", flags=binding_flags.flags(), claims=CLAIMS, found=found[:PAGE], search=search,
            more=found[PAGE - 1].badge if len(found) > PAGE else "",
        )  # fmt: skip

    @console.get("/bindings/flags/<int:number>/<any(move, unlock, dismiss):do>")
    @needs("office")
    def settle(number: int, do: str) -> str:
        """What would happen to an open matter."""
        return _asking(number, do)

    @console.post("/bindings/flags/<int:number>/<any(move, unlock, dismiss):do>")
    @needs("office")
    def settled(number: int, do: str) -> AnyResponse:
        """Do it."""
        reason, by, at = request.form.get("reason", ""), gate.me().login, tools.clock.now()
        acts: dict[str, Callable[[], object]] = {
            "move": lambda: binding_desk.move(number, reason, by, at),
            "unlock": lambda: binding_desk.unlock(str(number), reason, by, at),
            "dismiss": lambda: binding_desk.dismiss(number, reason, by, at),
        }
        flag = binding_flags.flag(number)
        try:
            acts[do]()
        except Invalid as error:
            if str(error) == "reason":
                return make_response(_asking(number, do, refused=True), 400)
            gate.say("console/said.txt", "failed", what="closed")
        except Conflict:
            gate.say("console/said.txt", "failed", what="conflict")
        else:
            said = {"move": "moved", "unlock": "unlocked", "dismiss": "dismissed"}[do]
            gate.say("console/said.txt", what=said, badge=flag.badge)
        return redirect(url_for("console.bindings"))

    @console.get("/bindings/<badge>/release")
    @needs("office")
    def release(badge: str) -> str:
        """What would happen to a binding."""
        held = _held(badge)
        return render_template("console/release.html", badge=held[0].badge, held=held)

    @console.post("/bindings/<badge>/release")
    @needs("office")
    def released(badge: str) -> AnyResponse:
        """End it."""
        try:
            binding_desk.release(badge, request.form.get("reason", ""), gate.me().login, tools.clock.now())
        except Invalid:
            page = render_template("console/release.html", badge=badge, held=_held(badge), refused=True)
            return make_response(page, 400)
        except NotFound:
            gate.say("console/said.txt", "failed", what="conflict")
        else:
            gate.say("console/said.txt", what="released", badge=badge)
        return redirect(url_for("console.history", badge=badge))

    @console.get("/bindings/<badge>")
    @needs("office")
    def history(badge: str) -> str:
        """One badge: who is bound, what staff changed."""
        held = binding_desk.held(badge)  # also of a badge that the roster has withdrawn
        number = held[0].badge if held else delegates.badge(badge).number
        return render_template(
            "console/binding.html", badge=number, held=held,
            changes=binding_history.changes(number),
            flags=[each for each in binding_flags.flags() if each.badge == number], claims=CLAIMS,
        )  # fmt: skip

    @console.post("/bindings/changes/<int:number>/undo")
    @needs("office")
    def undo(number: int) -> AnyResponse:
        """Take a change back."""
        changed = binding_history.change(number)
        try:
            binding_history.restore(number, gate.me().login, tools.clock.now())
        except Conflict:
            gate.say("console/said.txt", "failed", what="too_late", badge=changed.badge)
        else:
            gate.say("console/said.txt", what="restored", badge=changed.badge)
        return redirect(url_for("console.history", badge=changed.badge))


def ending(openid: str) -> str:
    """An openid as staff see it: all of an account begin alike, so its end tells two apart."""
    return f"…{openid[-4:]}" if openid else ""


def _asking(number: int, do: str, *, refused: bool = False) -> str:
    flag = binding_flags.flag(number)
    if flag.closed or (do == "move") > (flag.kind in CLAIMS) or (do == "unlock" and flag.kind in CLAIMS):
        raise NotFound(str(number))
    return render_template(
        "console/settle.html", flag=flag, do=do, refused=refused,
        holder=binding_desk.held(flag.badge) if flag.badge else (), theirs=binding_desk.badge_of(flag),
    )  # fmt: skip


def _held(badge: str) -> tuple[binding_desk.Bound, ...]:
    held = binding_desk.held(badge)
    if not held:
        raise NotFound(badge)
    return held
