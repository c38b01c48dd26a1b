"""Who was bound to what, and what came of claims to be somebody else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from commands.samples import normal
from congress import binding_desk, binding_flags
from congress.binding_flags import LOCKED_BADGE, LOCKED_OPENID
from rehearsal.judging.judgement import NONE, Effects, Judged, Outcome, effects
from rehearsal.plan import Person

CLAIMS = ("taken", "other_badge")  # flagged as they are
RIGHT = (Outcome.RIGHT, Outcome.PLAIN)
PERSONAL = ("own", "guest", "others", "claim")


@dataclass(frozen=True)
class Asked:
    """Questions of one kind: how many were asked, and how many had the answer that they should have."""

    count: int = 0
    right: int = 0


@dataclass(frozen=True)
class Binding:
    """What a report tells of binding. `ways`: how many bound in which way; `refused`: wrong claims, by what became of
    them; `leaks`: private values told to others than their owner, by kind; `logged`: lines of logs that hold any."""

    ways: dict[str, int] = field(default_factory=dict)
    bound: Effects = NONE
    flags: Effects = NONE
    refused: dict[str, Asked] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    scanned: int = 0
    leaks: dict[str, int] = field(default_factory=dict)
    logged: dict[str, int] = field(default_factory=dict)

    @property
    def leaked(self) -> int:
        """All leaks together."""
        return sum(self.leaks.values()) + sum(self.logged.values())


def judge(
    judged: Sequence[Judged], cast: Sequence[Person], scanned: int, leaks: Counter[str],
    logged: Counter[str], refusal: str,
) -> Binding:  # fmt: skip
    """Compare claims and answers with the product's tables, which are open.

    `refusal` is how a question about another is refused, as `normal` has it.
    """
    claims = [each for each in judged if each.act.expected.claim and each.message]
    bound = Counter((each.openid, each.act.badge) for each in claims if each.act.expected.claim == "bound")
    there = Counter((each.openid, each.badge) for each in binding_desk.bindings())
    flagged = {(each.kind, each.openid, each.badge) for each in binding_flags.flags(closed=True)}
    ways = Counter(cast[each.act.person].way for each in claims if each.act.expected.claim == "bound")
    refused = [each for each in claims if each.act.expected.claim != "bound"]
    return Binding(
        dict(ways), effects(bound, there), effects(_ones(_flags(claims)), _ones(flagged)),
        {claim: _asked(each for each in refused if each.act.expected.claim == claim)
         for claim in dict.fromkeys(each.act.expected.claim for each in refused)},
        {pool: _asked((each for each in judged if each.act.pool == pool), refusal if pool == "others" else "")
         for pool in PERSONAL},
        scanned, dict(leaks), dict(logged),
    )  # fmt: skip


def _flags(claims: Iterable[Judged]) -> Iterable[tuple[str, str, str]]:
    for each in claims:
        claim = each.act.expected.claim
        if claim in CLAIMS:
            yield claim, each.openid, each.act.badge
        elif claim == "locked":
            yield LOCKED_OPENID, each.openid, ""
            yield LOCKED_BADGE, "", each.act.badge


def _ones(flags: Iterable[tuple[str, str, str]]) -> Counter[tuple[str, str]]:
    """Each matter once, by who it is about and what it is."""
    return Counter({(openid or badge, f"{kind} {badge}"): 1 for kind, openid, badge in flags})


def _asked(judged: Iterable[Judged], words: str = "") -> Asked:
    """Those whose answer was right, and held the words."""
    right = [each.outcome in RIGHT and words in normal(each.answer) for each in judged]
    return Asked(len(right), sum(right))
