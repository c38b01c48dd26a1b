"""Who somebody is: bound by a personal code, or by badge number and telephone in a conversation of two questions."""

from congress import binding, delegates
from congress.binding import Claim, Outcome
from congress.errors import NotFound
from handlers.chat import render, said
from handlers.counting import count
from handlers.facts import office
from understanding import claims
from understanding.normalise import squeeze
from understanding.vocabulary import phrases
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import NO_CAPTURES, SPOKEN, Captures, Router, scan, shaped

router = Router("binding")
BADGE, DIGITS = "binding.badge", "binding.digits"


@shaped(*SPOKEN)
def cancels(ask: Ask) -> Captures | None:
    """A text that leaves the conversation."""
    return NO_CAPTURES if ask.kind in SPOKEN and squeeze(ask.text) in phrases("cancel").whole else None


@shaped(*SPOKEN)
def claimed(ask: Ask) -> Captures | None:
    """A text that says a badge number, perhaps with the digits, and nothing else; captures `badge` and `digits`."""
    said = claims.said(ask.text) if ask.kind in SPOKEN else None
    return None if said is None else {"badge": said.badge, "digits": said.digits}


@shaped(*SPOKEN)
def named(ask: Ask) -> Captures | None:
    """A badge number, more loosely written; captures `badge`."""
    badge = claims.badge(ask.text) if ask.kind in SPOKEN else ""
    return {"badge": badge, "digits": ""} if badge else None


@shaped(*SPOKEN)
def told(ask: Ask) -> Captures | None:
    """The four digits; captures `digits`."""
    digits = claims.digits(ask.text) if ask.kind in SPOKEN else ""
    return {"digits": digits} if digits else None


@router.on(cancels, during=BADGE)
@router.on(cancels, during=DIGITS)
def on_cancel(ask: Ask) -> Reply:
    """Leave unbound."""
    ask.remember(state="", data=())
    return Text(render("binding/cancelled.txt"))


@router.on(told, during=DIGITS)
def on_digits(ask: Ask, digits: str) -> Reply:
    """The second answer."""
    return on_claim(ask, dict(ask.session.data).get("badge", ""), digits)


@router.on(claimed, named, during=BADGE)
@router.on(claimed, during=DIGITS)
@router.on(claimed)
def on_claim(ask: Ask, badge: str, digits: str) -> Reply:
    """Bind, when both are there; else ask for the digits, unless the person is bound already."""
    if not badge or not digits:
        bound = binding.badge_of(ask.openid, miniprogram=ask.miniprogram)
        if bound:
            outcome = Outcome.ALREADY if bound == badge else Outcome.OTHER_BADGE
            return _told(ask, Claim(outcome, bound))
        ask.turn_to("personal")
        ask.remember(state=DIGITS, data=(("badge", badge),))
        return Text(render("binding/digits.txt"))
    badge = delegates.numbered(badge)
    claim = binding.by_telephone(ask.openid, badge, digits, ask.at, ask.message_key, miniprogram=ask.miniprogram)
    return _told(ask, claim)


@router.on(scan("delegate"))
def on_personal_code(ask: Ask, key: str) -> Reply:
    """The code on one's badge or letter."""
    try:
        claim = binding.by_key(ask.openid, key, ask.at, ask.message_key, miniprogram=ask.miniprogram)
    except NotFound:
        return Text(render("welcome/follow.txt", answer="", unknown=True, first=ask.event == "subscribe"))
    count(ask)
    return _told(ask, claim)


def how_to_bind(ask: Ask, **values: object) -> Reply:
    """Tell a guest how to bind, and wait for the badge number; whatever else is asked meanwhile is answered."""
    ask.turn_to("personal")
    ask.remember(state=BADGE, data=())
    return Text(said(ask, "binding/how.txt", office=office(), number=delegates.example(), **values))


def _told(ask: Ask, claim: Claim) -> Reply:
    ask.turn_to("personal")
    again = claim.outcome is Outcome.WRONG
    ask.remember(state=BADGE if again else "", data=())
    values = {"outcome": claim.outcome.value, "badge": claim.badge, "number": delegates.example()}
    return Text(render("binding/outcome.txt", office=office(), **values))
