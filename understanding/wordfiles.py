"""The word files of this room, each read once."""

import functools
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader  # ten times as fast; PyYAML built without libyaml lacks it
except ImportError:  # pragma: no cover
    from yaml import SafeLoader  # type: ignore[assignment]

HERE = Path(__file__).parent


class _Words(SafeLoader):
    """Reads every scalar as text: `on` and `no` are words here. A key that stands twice is an error: the first of two
    lists would be lost without a word."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  the loader looks for it on the class

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping. Raises yaml.constructor.ConstructorError for a key that stands twice."""
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


@functools.cache
def read(name: str) -> Any:
    """A word file of this room. Nobody may change what it gives: it is read once for all."""
    return yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=_Words)  # noqa: S506  a SafeLoader
