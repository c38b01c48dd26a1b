"""What one was told lately; for a guest, what everybody was told."""

from congress import binding
from congress.notices import inbox
from handlers.chat import render
from understanding.normalise import squeeze
from understanding.vocabulary import phrases
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import NO_CAPTURES, SPOKEN, Captures, Router, shaped

router = Router("notices")


@shaped(*SPOKEN)
def wants_notices(ask: Ask) -> Captures | None:
    """A text that asks for notices and nothing else."""
    return NO_CAPTURES if ask.kind in SPOKEN and squeeze(ask.text) in phrases("notices").whole else None


@router.on(wants_notices)
def on_notices(ask: Ask) -> Reply:
    """The last ones, in full."""
    badge = binding.badge_of(ask.openid, miniprogram=ask.miniprogram)
    entries = inbox.last(ask.openid, badge, ask.at)
    return Text(render("notices/last.txt", entries=entries, bound=bool(badge), at=ask.at))
