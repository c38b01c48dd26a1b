"""What each answer of the platform means for us: one decision for every error code (docs/wechat.md, section 19).

Only `Retry` says that the same call may be made again soon, and only where the platform can't have done it already.
A code that is not in the table is an `Alert`: nothing is repeated and somebody looks at it.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any

BEIJING = timezone(timedelta(hours=8), "UTC+08:00")
PAUSE = 1.0  # seconds at least before a busy platform is asked again


@dataclass(frozen=True, slots=True)
class Done:
    """It is done; `answer` is the platform's JSON."""

    answer: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Retry:
    """It was not done; it may be tried again after so many seconds."""

    after: float


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """It was not done, and nothing of its kind will be before `when` (aware, Beijing time)."""

    when: datetime


@dataclass(frozen=True)
class Because:
    """A decision with its reason, in words for the log; `detail` is what the platform itself said."""

    reason: str
    detail: str = field(default="", compare=False)


class Unsure(Because):
    """It may or may not have been done: not to be repeated blindly."""


class Renew(Because):
    """The token was wrong, not the call."""


class StopRecipient(Because):
    """Send nothing more to this person until they turn to us again."""


class OtherChannel(Because):
    """This person can't be reached this way now: wait for their next message, or take another way."""


class SignInAgain(Because):
    """The code or the person's grant is worth nothing any more: begin the sign-in anew."""


class TellUser(Because):
    """Only the person can help."""


class BadInput(Because):
    """What was to be sent is not acceptable; the error's text may name the field."""


class Missing(Because):
    """What was asked for is not there."""


class Already(Because):
    """An earlier call did it."""


class Alert(Because):
    """The operator must look at the account or its settings."""


class Bug(Because):
    """Our program called wrongly."""


Outcome = (
    Done | Retry | WaitUntil | Unsure | Renew | StopRecipient | OtherChannel | SignInAgain | TellUser | BadInput
    | Missing | Already | Alert | Bug
)  # fmt: skip


class Until(Enum):
    """A decision that depends on the time: wait for the next minute, Beijing's midnight, or the next month."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"

    def after(self, at: datetime) -> datetime:
        """The first moment of the next one after `at`, in Beijing time."""
        at = at.astimezone(BEIJING).replace(second=0, microsecond=0)
        if self is Until.MINUTE:
            return at + timedelta(minutes=1)
        midnight = at.replace(hour=0, minute=0)
        if self is Until.DAY:
            return midnight + timedelta(days=1)
        return (midnight.replace(day=1) + timedelta(days=32)).replace(day=1)


BUSY = -1
TABLE: dict[int, Outcome | Until] = {
    BUSY: Unsure("the platform is busy"),
    **dict.fromkeys((40001, 40014, 42001), Renew("token")),
    40002: Bug("grant type"),
    40003: StopRecipient("openid unknown to this account"),
    **dict.fromkeys((40004, 40005, 40006, 40008, 40009, 40010, 40011, 40012), BadInput("media")),
    40007: BadInput("media_id unknown or expired: upload it again"),
    40013: Alert("appid"),
    **dict.fromkeys((*range(40016, 40028), 40033), BadInput("menu")),
    **dict.fromkeys((40029, 40163, 40030, 42002, 42003, 42007), SignInAgain("code or grant is used up")),
    40032: BadInput("number of openids"),
    **dict.fromkeys((40036, 40037), Alert("template id: stop using this template")),
    **dict.fromkeys((40052, 40053), BadInput("code")),
    **dict.fromkeys((40054, 40055, 40119, 40120, 53600), BadInput("menu")),
    40062: BadInput("title"),
    40092: BadInput("remark"),
    **dict.fromkeys((40097, 40129, 40169, 41030, 85096), BadInput("argument")),
    40114: BadInput("article index"),
    **dict.fromkeys((40125, 40243), Alert("secret is wrong or frozen")),
    40130: BadInput("number of openids"),
    40152: BadInput("mass filter"),
    40164: Alert("our address is not on the account's list"),
    40165: BadInput("page of the mini program"),
    40200: Alert("this type of account can't do it"),
    **dict.fromkeys((40201, 40202, 40203), BadInput("argument")),
    40226: TellUser("the platform refuses this person's sign-in"),
    **dict.fromkeys((40246, 40247, 45026), Alert("templates")),
    40249: Alert("content of the template is refused"),
    **dict.fromkeys(range(41001, 41010), Bug("a parameter is missing")),
    **dict.fromkeys((43001, 43002, 43003), Bug("method")),
    43004: StopRecipient("does not follow"),
    43019: StopRecipient("is on the account's blacklist"),
    43101: OtherChannel("no grant left: ask for one in the page"),
    43104: BadInput("openid is of another application"),
    43107: Alert("this ability is banned"),
    43108: Retry(PAUSE),
    43116: Alert("template is restricted"),
    44001: Bug("empty media"),
    **dict.fromkeys((44002, 44003, 44004), Bug("empty body or content")),
    44991: Until.MINUTE,
    45001: BadInput("media size"),
    **dict.fromkeys((45002, 45003, 45004, 45008, 45166, 45168), BadInput("content")),
    45009: Until.DAY,
    45011: Until.MINUTE,
    45015: OtherChannel("the window is closed"),
    45028: OtherChannel("no mass message left"),
    45035: Alert("our address is not on the account's list"),
    45047: OtherChannel("the window's messages are used up"),
    **dict.fromkeys((45056, 45057, 45058, 45059), BadInput("tag")),
    45065: Already("this mass message was sent"),
    45066: Until.MINUTE,
    45067: Bug("clientmsgid"),
    **dict.fromkeys((45072, 45080, 45081), BadInput("typing")),
    45109: Alert("the platform has withdrawn this call: migrate"),
    45113: BadInput("mass message"),
    **dict.fromkeys((45157, 45158, 45159, 45162, 45171), BadInput("tag")),
    45169: Retry(PAUSE),
    46003: Missing("menu"),
    47001: Bug("body"),
    47003: BadInput("a template value"),
    48001: Alert("the account may not do this: switch it off"),
    48002: StopRecipient("refuses messages"),
    48004: Alert("this call is blocked for a violation"),
    48006: Until.MONTH,
    48021: Alert("the account may not do this: switch it off"),
    49003: StopRecipient("openid is of another account"),
    50002: StopRecipient("person or account is limited"),
    **dict.fromkeys((50004, 50007), Alert("account is frozen")),
    50005: StopRecipient("does not follow"),
    53404: BadInput("article"),
    53405: BadInput("article"),
    53406: BadInput("article"),
    **dict.fromkeys((53503, 53504, 53505), Alert("the article must be looked at in the platform's own console")),
    61004: Alert("our address is not on the account's list"),
    61010: TellUser("was away for two hours: open the mini program again"),
    61024: Bug("a call for third-party platforms only"),
    **dict.fromkeys(range(65301, 65321), BadInput("conditional menu")),
    70000: StopRecipient("protection of minors"),
    **dict.fromkeys((76001, 76002, 76003, 76004), Missing("rid")),
    **dict.fromkeys((76021, 76022), Bug("path of the quota")),
    85005: Alert("the mini program is not linked to the account"),
    **dict.fromkeys((87014, 87020), BadInput("content is risky")),
    # What else the calls of sections 10 to 18 may answer.
    **dict.fromkeys(
        (40035, 40039, 40048, 40059, 40073, 40102, 45005, 45006, 45007, 45110, 65401), BadInput("argument")
    ),
    40066: Bug("no such call"),
    **dict.fromkeys((43100, 45010, 45074), Alert("the account has as many as it may have")),
    **dict.fromkeys((45064, 48003, 50001, 53500, 53502), Alert("the account may not do this: switch it off")),
    **dict.fromkeys((46001, 46002, 46004), Missing("media, menu or person")),
    48005: BadInput("it is in use"),
    53501: Until.DAY,
    87009: Bug("signature"),
    **dict.fromkeys((200012, 200014, 200016, 200017, 200018, 200019, 200020, 200021), BadInput("template")),
    **dict.fromkeys((89503, 89504, 89505, 89506, 89507), Alert("an administrator must confirm")),
}


def decide(code: int, at: datetime, *, again: bool = False, message: str = "") -> Outcome:
    """The decision for an errcode that came at `at` with `message`; `again`: doing the call twice does no harm.

    Never `Retry` for a busy platform unless `again`: what it was busy with may have been done.
    """
    if code == 0:
        return Done()
    if code == BUSY and again:
        return Retry(PAUSE)
    found = TABLE.get(code, Alert("unknown code"))
    if isinstance(found, Until):
        return WaitUntil(found.after(at))
    return replace(found, detail=f"{code} {message}".rstrip()) if isinstance(found, Because) else found


def describe(outcome: Outcome) -> str:
    """The outcome in one line for the log."""
    match outcome:
        case Because(reason, detail):
            return f"{label(outcome)}: {reason}" + (f" ({detail})" if detail else "")
        case WaitUntil(when):
            return f"{label(outcome)} {when.isoformat(timespec='seconds')}"
        case Retry(after):
            return f"{label(outcome)} after {after:g} s"
        case _:
            return label(outcome)


def label(outcome: Outcome) -> str:
    """Its name for figures and logs: done, wait_until, stop_recipient."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in type(outcome).__name__)[1:]


def seconds_until(when: datetime, at: datetime) -> float:
    """How long from `at`, never less than nothing."""
    return max(0.0, (when - at).total_seconds())
