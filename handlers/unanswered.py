"""A question without a sure answer is kept for staff beside what is answered to it."""

from congress import unanswered
from handlers.facts import index
from understanding.gist import gist
from understanding.masking import masked
from wechat.inbound import Ask
from wechat.router import SPOKEN


def keep(ask: Ask, nearest: str = "") -> None:
    """Keep the question, masked; `nearest` is the fact that it was told of. Who asked gets the answer, kept or not.

    Where nobody in particular asks (staff look at how a text is understood) nothing is kept.
    """
    if ask.kind not in SPOKEN or not ask.text.strip() or not ask.openid:
        return
    try:
        text = masked(ask.text, index())
        about = gist(text, ask.at)
        if about:  # marks and emoji alone ask nothing
            unanswered.keep(
                ask.message_key, ask.openid, ask.at, text, gist=about, nearest=nearest, miniprogram=ask.miniprogram
            )
    except Exception as error:  # noqa: BLE001  three drivers, each with errors of its own
        ask.trouble = error
