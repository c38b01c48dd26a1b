"""The word files say each thing once: of a key that stands there twice only the last would count."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted(
    str(file.relative_to(ROOT)) for room in ("understanding", "handlers") for file in (ROOT / room).glob("*.yaml")
)


def repeated(text: str) -> list[str]:
    """The keys that stand twice in a mapping, at any depth."""
    found, nodes = [], [yaml.compose(text, Loader=yaml.SafeLoader)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            found += sorted({key for key in keys if keys.count(key) > 1})
            nodes += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value
    return found


@pytest.mark.parametrize("file", FILES)
def test_no_key_twice(file: str) -> None:
    assert repeated((ROOT / file).read_text(encoding="utf-8")) == []


def test_a_key_that_stands_twice_is_found() -> None:
    assert repeated("a: [1]\nb: {c: 1, c: 2}\na: [3]") == ["a", "c"]
