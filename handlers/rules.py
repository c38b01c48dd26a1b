"""Staff's keyword rules."""

from congress import rules
from understanding.normalise import squeeze
from wechat.inbound import Ask
from wechat.replies import Reply, Text
from wechat.router import SPOKEN, Captures, Router, shaped

router = Router("rules")


@shaped(*SPOKEN)
def ruled(ask: Ask) -> Captures | None:
    """A text or voice message that a keyword rule answers; captures the rule."""
    if ask.kind not in SPOKEN or not ask.text:
        return None
    rule = rules.book(squeeze).match(ask.text, ask.at)
    return {"rule": rule} if rule else None


@router.on(ruled, shared=True)
def on_rule(ask: Ask, rule: rules.Rule) -> Reply:
    """The rule's answer, as staff wrote it."""
    return Text(rule.reply)
