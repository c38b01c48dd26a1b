"""The bytes of a push as a dictionary: XML or, for a mini program, JSON."""

from typing import Any
from xml.parsers import expat

import orjson

from wechat import flat

DEPTH = 12
ELEMENTS = 2000


class BadPush(ValueError):
    """The body is not what the platform sends. The text says what is wrong and never holds content."""


class _Tree:
    """Collects elements as they come; text where an element has no children, a dictionary where it has."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self.stack: list[dict[str, Any] | None] = []
        self.text: list[str] = []
        self.count = 0

    def start(self, name: str, attributes: list[str]) -> None:
        self.count += 1
        stack = self.stack
        if self.count > ELEMENTS or len(stack) >= DEPTH:
            raise BadPush("too many or too deep elements")
        if not stack:
            if name != "xml":
                raise BadPush("the root is not <xml>")
            stack.append(self.root)
        else:
            if stack[-1] is None:
                stack[-1] = {}
            stack.append(None)
        self.text.clear()

    def end(self, name: str) -> None:
        value = self.stack.pop()
        if not self.stack:
            return
        parent = self.stack[-1]
        if parent is None:  # start() gave every parent its dictionary
            raise BadPush("an element outside the tree")
        content: Any = "".join(self.text) if value is None else value
        self.text.clear()
        if name in parent:
            known = parent[name]
            parent[name] = [*known, content] if isinstance(known, list) else [known, content]
        else:
            parent[name] = content


def _refuse(*anything: object) -> None:
    # The platform never sends a document type; whoever does wants entities expanded.
    raise BadPush("a document type is not allowed")


def parse_xml(body: bytes) -> dict[str, Any]:
    """The elements below <xml>: text as str, nested elements as dict, repeated ones as list. Raises BadPush."""
    tree = _Tree()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.text.append
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise BadPush(f"not well-formed XML (line {error.lineno})") from None
    return tree.root


def parse_json(body: bytes) -> dict[str, Any]:
    """The object of a JSON push; numbers become the strings that XML would have. Raises BadPush."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise BadPush("not JSON") from None
    if not isinstance(value, dict):
        raise BadPush("not a JSON object")
    return {name: str(each) if isinstance(each, int | float) else each for name, each in value.items()}


def parse(body: bytes) -> dict[str, Any]:
    """Either form, told apart by the first character. Raises BadPush."""
    usual = flat.read(body)
    if usual is not None:
        return usual
    return parse_json(body) if is_json(body) else parse_xml(body)


def is_json(body: bytes) -> bool:
    """Whether a body is in JSON form."""
    return body.lstrip()[:1] == b"{"
