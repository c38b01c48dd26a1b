"""What stands on each printed page, composed from the congress's own data."""

import argparse
from collections.abc import Callable, Iterable, Sequence

from commands import codes
from commands.paper import CannotPrint, Look
from commands.press import Codes, Job, pdf, picture_of, said
from commands.wording import words
from congress import delegations, labels, scenes
from paper import badges, posters, sheets
from paper.document import A4, A5


def of_badge(number: str) -> str:
    """The scene of a delegate's personal code."""
    return scenes.scene_string("delegate", number)


def foot(code: scenes.Code) -> str:
    """Which code it is, and how long it lasts."""
    return said("foot", code=code, scene=scenes.told(code.scene))


def for_desks(args: argparse.Namespace, look: Look) -> Job:
    """A poster for each desk that is named as KEY or KEY=NAME, or for each that is on the list."""
    asked = [item.partition("=")[::2] for item in args.only] or [(code.key, "") for code in scenes.listed("desk")]
    if not asked:
        raise CannotPrint(words("paper/told.txt", what="nothing", command="posters"))
    return _posters([(codes.scene_of("desk", key), name) for key, name in asked])


def _posters(asked: list[tuple[str, str]]) -> Job:
    spoken = {scene: _poster_words(scene, name) for scene, name in asked}

    def page(code: scenes.Code, look: Look) -> posters.Poster:
        title, subtitle, *steps = spoken[code.scene]
        return posters.Poster(look.congress, title, subtitle, code.url, tuple(steps), foot(code), look.mark)

    def draw(made: Codes, look: Look) -> bytes:
        pages = [page(made[scene], look) for scene in spoken]
        return pdf("posters", A4, look, len(pages), lambda page: posters.draw(page, pages))

    texts = [(scenes.told(scene), "".join(lines)) for scene, lines in spoken.items()]
    nameless = [scene.partition("_")[2] for scene, (title, *_) in spoken.items() if title == scene.partition("_")[2]]
    return Job(list(spoken), texts, draw, len(spoken), nameless)


def _poster_words(scene: str, name: str) -> tuple[str, ...]:
    kind, _, key = scene.partition("_")
    caption = codes.caption(scene)
    # A desk's caption begins with what it is for; its own name is the second line.
    known = caption[1] if kind == "desk" else caption[0]
    return tuple(words("paper/poster.txt", kind=kind, key=key, name=name or known, badge=caption[1]).splitlines())


def for_delegations(args: argparse.Namespace, look: Look) -> Job:
    """A sheet for each delegation, or for those that are named. What is not known of one is left out."""
    known = delegations.delegations()
    _must_be_known(args.only, [each.name for each in known])
    chosen = [each for each in known if not args.only or each.name in args.only]
    wanted = {scenes.scene_string("delegation", each.key): each for each in chosen}
    facts = {scene: _facts(each) for scene, each in wanted.items()}
    steps = tuple(words("paper/sheet.txt", part="steps").splitlines())

    def draw(made: Codes, look: Look) -> bytes:
        pages = [
            sheets.Sheet(
                look.congress, each.name, facts[scene], made[scene].url, steps,
                said("sheet_foot", foot=foot(made[scene])), look.mark,
            )
            for scene, each in wanted.items()
        ]  # fmt: skip
        return pdf("delegations", A5, look, len(pages), lambda page: sheets.draw(page, pages))

    texts = [(each.name, each.name + each.room + each.convener) for each in chosen]
    return Job(list(wanted), texts, draw, len(chosen))


def _facts(delegation: delegations.Delegation) -> tuple[tuple[str, str], ...]:
    lines = words("paper/sheet.txt", part="facts", delegation=delegation).splitlines()
    return tuple((word, value) for word, _, value in (line.partition("|") for line in lines))


def for_badges(args: argparse.Namespace, look: Look) -> Job:
    """A label for each delegate, or for those of the delegations or with the badges that are named."""
    roster = labels.labels()
    numbers = [each.number for _, members in roster for each in members]
    _must_be_known(args.only, [name for name, _ in roster], numbers)
    chosen = [
        (name or said("no_delegation"), [each for each in members if _is_asked(args.only, name, each.number)])
        for name, members in roster
    ]
    scene_of = {each.number: of_badge(each.number) for _, members in chosen for each in members}

    def draw(made: Codes, look: Look) -> bytes:
        sections = [
            badges.Section(name, [
                badges.Label(
                    look.congress, each.name, each.delegation, said("number", number=each.number),
                    made[scene_of[each.number]].url, said("hint"), look.mark,
                )
                for each in members
            ])
            for name, members in chosen if members
        ]  # fmt: skip
        foot = said("badge_foot")
        return pdf("badges", A4, look, len(scene_of), lambda page: badges.draw(page, sections, args.per_page, foot))

    texts = [(f"{each.name} {each.number}", each.name + each.delegation) for _, group in chosen for each in group]
    pages = sum(-(-len(members) // args.per_page) for _, members in chosen)
    return Job(list(scene_of.values()), texts, draw, pages)


def _is_asked(only: Sequence[str], *names: str) -> bool:
    return not only or any(name in only for name in names)


def for_one(args: argparse.Namespace, look: Look) -> Job:
    """One code with its caption: a picture, or a poster."""
    scene = codes.scene_of(args.kind, args.key)
    if args.out.suffix.lower() == ".pdf":
        return _posters([(scene, "")])
    suffix = args.out.suffix.lower()
    return Job(
        [scene], [(scenes.told(scene), "".join(codes.caption(scene)))],
        lambda made, look: picture_of(scene, made[scene].url, suffix, look.logo), 0,
    )  # fmt: skip


def _must_be_known(asked: Iterable[str], names: Sequence[str], others: Sequence[str] = ()) -> None:
    unknown = next((each for each in asked if each not in names and each not in others), "")
    if unknown or not names:
        badge = next(iter(others), "")
        raise CannotPrint(words("paper/told.txt", what="nothing", command="", asked=unknown, known=names, badge=badge))


JOBS: dict[str, Callable[[argparse.Namespace, Look], Job]] = {
    "posters": for_desks,
    "delegations": for_delegations,
    "badges": for_badges,
    "code": for_one,
}
