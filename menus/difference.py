"""What sets two states of the menus apart, button by button."""

import difflib
from dataclasses import dataclass
from typing import Any, Literal

from menus.forms import Buttons, Menus

Mark = Literal[" ", "-", "+"]


@dataclass(frozen=True, slots=True)
class Line:
    """One button; `mark` is a blank, - (goes) or + (comes); `below` says that it stands in a column."""

    mark: Mark
    below: bool
    button: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One menu with all its buttons. `rule` is None for the default one; `change` is "", new, gone or changed."""

    rule: dict[str, str] | None
    change: str
    lines: tuple[Line, ...]


def compare(old: Menus, new: Menus) -> tuple[Part, ...]:
    """Every menu of either side: the default one, then the others, the oldest first, those that go at the end."""
    parts = [_part(None, old.default, new.default)] if old.default is not None or new.default is not None else []
    before = {_name(each.rule): each for each in old.conditional}
    for each in new.conditional:
        was = before.pop(_name(each.rule), None)
        parts.append(_part(each.rule, was.buttons if was else None, each.buttons))
    return (*parts, *(_part(each.rule, each.buttons, None) for each in before.values()))


def is_reordered(old: Menus, new: Menus) -> bool:
    """Whether the menus that stay come in another order, so that another one wins."""
    before, after = ([_name(each.rule) for each in menus.conditional] for menus in (old, new))
    return [rule for rule in before if rule in after] != [rule for rule in after if rule in before]


def _name(rule: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(rule.items()))


def _part(rule: dict[str, str] | None, old: Buttons | None, new: Buttons | None) -> Part:
    before, after = _flat(old or []), _flat(new or [])
    lines: list[Line] = []
    matcher = difflib.SequenceMatcher(None, list(map(repr, before)), list(map(repr, after)), autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            lines += [Line(" ", *each) for each in before[start:end]]
            continue
        lines += [Line("-", *each) for each in before[start:end]]
        lines += [Line("+", *each) for each in after[first:last]]
    changed = any(line.mark != " " for line in lines)
    change = "new" if old is None else "gone" if new is None else "changed" if changed else ""
    return Part(rule, change, tuple(lines))


def _flat(buttons: Buttons) -> list[tuple[bool, dict[str, Any]]]:
    found = []
    for button in buttons:
        found.append((False, {name: value for name, value in button.items() if name != "sub_button"}))
        found += [(True, child) for child in button.get("sub_button", ())]
    return found
