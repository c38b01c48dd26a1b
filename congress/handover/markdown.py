"""Reads a Markdown or plain text manuscript: front matter or a head of labelled lines, and the body as HTML."""

import html
import re
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from congress.handover.byline import byline
from congress.handover.draft import Draft, labelled
from handover import cells
from handover.decoding import decoded

LARGEST = 2 * 1024 * 1024  # bytes
LONGEST_TITLE = 60  # characters of a first line that is a title


def read(path: Path, root: Path) -> Draft:
    """Read a Markdown file; pictures are looked for under `root` alone. Raises archive.Unusable."""
    draft = Draft()
    lines = _decoded(path, draft).splitlines()
    while lines and not lines[0].strip():
        lines.pop(0)
    if lines and re.fullmatch(r"-{3,}\s*", lines[0]):
        lines.pop(0)
        while lines and not re.fullmatch(r"-{3,}\s*|\.{3}\s*", lines[0]):
            line = lines.pop(0)
            if line.strip() and not draft.take_head(_unquoted(line)):
                draft.dropped("head_unknown", line)
        del lines[:1]
    else:
        _plain_head(lines, draft, bare=path.suffix.lower() == ".txt")
        while lines and (not lines[0].strip() or draft.take_byline(lines[0], path.parent.name)):
            lines.pop(0)
    draft.date_by_text(lines)
    if path.suffix.lower() == ".txt":  # its signs mean nothing, and each of its lines is a paragraph
        draft.body += [f"<p>{html.escape(line)}</p>" for line in map(cells.text, lines) if line]
        return draft
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    tokens = reader.parse("\n".join(lines))
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        title = cells.text(tokens[1].content)
        if draft.head.setdefault("title", title) == title:
            del tokens[:3]
    for token in tokens:
        if token.type.startswith("heading"):
            token.tag = {"h1": "h2", "h2": "h3"}.get(token.tag, "h4")
        if token.children:
            token.children = [_own(child, path, root, draft) for child in token.children]
    draft.body.append(reader.renderer.render(tokens, reader.options, {}))
    return draft


def _decoded(path: Path, draft: Draft) -> str:
    text, encoding = decoded(path, LARGEST)
    if encoding == "GBK":
        draft.corrected("encoding", "", encoding, "UTF-8")
    return text


def _unquoted(line: str) -> str:
    """A line of front matter without the quotes that YAML allows around a value."""
    return re.sub(r"""([:：]\s*)(["'])(.*)\2\s*$""", r"\1\3", line)


def _plain_head(lines: list[str], draft: Draft, *, bare: bool) -> None:
    """A head without front matter: a title, then labelled lines. `bare`: the first line is the title without any."""
    if lines and (match := re.fullmatch(r"#\s+(.+?)\s*#*\s*", lines[0])):
        draft.head["title"] = cells.text(match[1])
        lines.pop(0)
    elif len(lines) > 1 and not labelled(lines[0]) and (_headed(lines) or (bare and len(lines[0]) <= LONGEST_TITLE)):
        draft.head["title"] = cells.text(lines.pop(0))
    while lines and (not lines[0].strip() or draft.take_head(re.sub(r"^[>*\s]+", "", lines[0]))):
        lines.pop(0)


def _headed(lines: list[str]) -> bool:
    return any(labelled(line) or "published" in byline(line) for line in lines[1:3])


def _own(token: Token, path: Path, root: Path, draft: Draft) -> Token:
    """A picture becomes one of ours, or its description when it can't be had."""
    if token.type != "image":
        return token
    source = unquote(str(token.attrs.get("src", "")))
    file = (path.parent / source).resolve()
    if "://" in source or source.startswith("//") or not file.is_relative_to(root.resolve()) or not file.is_file():
        draft.dropped("picture_elsewhere", source)
        shown = ""
    else:
        shown = draft.picture(file.read_bytes(), token.content)
    if not shown:
        return Token("text", "", 0, content=token.content)
    token.attrs["src"] = re.findall(r'src="([^"]+)"', shown)[0]
    return token
