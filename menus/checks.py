"""Everything that the platform would refuse in menu files, or that nobody would answer, found before it is sent."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from menus import limits
from menus.buttons import Answered, Check
from menus.files import Entry, MenuFile, Problem

TOP_FIELDS = ("for", "rank", "buttons")


def problems(menus: list[MenuFile], base: str, answered: Answered, *, whole: bool = True) -> list[Problem]:
    """All problems, in the order of the files. `base` is the pages' public address, without a slash at its end.

    Without the `whole` of the files, as when one can't be read, nothing is said about what they lack together.
    """
    found: list[Problem] = []
    for menu in menus:
        found += _top(menu)
        for column in menu.columns:
            found += Check(menu.name, column, "", base, answered).problems()
    found += _together(menus, base, whole)
    if not whole:
        return found
    used = {str(button["key"]) for menu in menus for button in buttons(menu.columns) if "key" in button}
    for key in sorted(set().union(*answered.values()) - used):
        found.append(Problem("", 0, "", "unused_key", key))
    return found


def buttons(columns: list[object]) -> Iterator[Entry]:
    """Every button of a menu that does something."""
    for each in columns:
        if isinstance(each, Entry):
            below = each.get("buttons")
            yield from buttons(below) if isinstance(below, list) else [each]


def hosts(menus: list[MenuFile], base: str) -> list[str]:
    """The sites that all menus lead to."""
    found: dict[str, None] = {}
    for menu in menus:
        for button in buttons(menu.columns):
            address = base if "page" in button else str(button.get("url", ""))
            found[urlsplit(address).netloc] = None
    return [host for host in found if host]


def _top(menu: MenuFile) -> Iterator[Problem]:
    content = menu.content
    for field in (*content.twice, *(name for name in content if name not in TOP_FIELDS)):
        code = "twice" if field in content.twice else "unknown_field"
        yield Problem(menu.name, content.line, "", code, field)
    if not 1 <= len(menu.columns) <= limits.COLUMNS:
        yield Problem(menu.name, content.line, "", "columns", "", limits.COLUMNS, len(menu.columns))
    if "for" in content:
        yield from _rule(menu)
        if isinstance(menu.rank, bool) or not isinstance(menu.rank, int):
            yield Problem(menu.name, content.line, "", "rank", "" if menu.rank is None else str(menu.rank))
    elif "rank" in content:
        yield Problem(menu.name, content.line, "", "unknown_field", "rank")


def _rule(menu: MenuFile) -> Iterator[Problem]:
    rule = menu.rule
    if not isinstance(rule, Entry) or not rule:
        yield Problem(menu.name, menu.content.line, "", "rule")
        return
    for field in rule:
        if field in limits.WITHDRAWN:
            yield Problem(menu.name, rule.line, "", "rule_withdrawn", field)
        elif field not in ("tag", "client") or field in rule.twice:
            yield Problem(menu.name, rule.line, "", "rule_field", field)
    if "tag" in rule:
        tag = rule["tag"]
        if not isinstance(tag, str) or not 1 <= len(tag) <= limits.TAG_NAME or limits.ESCAPE.search(tag):
            yield Problem(menu.name, rule.line, "", "tag", str(tag), limits.TAG_NAME, len(str(tag)))
    if "client" in rule and rule["client"] not in limits.CLIENTS:
        yield Problem(menu.name, rule.line, "", "client", str(rule["client"]))


def _together(menus: list[MenuFile], base: str, whole: bool) -> Iterator[Problem]:
    default = [menu for menu in menus if "for" not in menu.content]
    if whole and menus and not default:
        yield Problem("", 0, "", "no_default")
    for menu in default[1:]:
        yield Problem(menu.name, menu.content.line, "", "two_defaults", default[0].name)
    ranks: dict[object, str] = {}
    rules: dict[tuple[tuple[str, str], ...], str] = {}
    for menu in menus:
        if "for" not in menu.content or not isinstance(menu.rule, Entry):
            continue
        if menu.rank is not None and (first := ranks.setdefault(menu.rank, menu.name)) != menu.name:
            yield Problem(menu.name, menu.content.line, "", "same_rank", first)
        rule = tuple(sorted((name, str(value)) for name, value in menu.rule.items()))
        if (first := rules.setdefault(rule, menu.name)) != menu.name:
            yield Problem(menu.name, menu.rule.line, "", "same_rule", first)
    sites = hosts(menus, base)
    if len(sites) > limits.HOSTS:
        yield Problem("", 0, "", "hosts", ", ".join(sites), limits.HOSTS, len(sites))
