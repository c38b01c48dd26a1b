"""Reads a docx manuscript: head, paragraphs, lists, tables and pictures, as HTML."""

import html
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from congress.handover.draft import Draft
from handover import archive, cells

# Word keeps an old form of a drawing beside the new one: the text of both would be the same twice.
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"


def read(path: Path) -> Draft:
    """Read a docx file. Raises archive.Unusable with the code of the reason."""
    archive.check(path)
    try:
        blocks = list(docx.Document(str(path)).iter_inner_content())
        return _draft(blocks)
    except Exception as error:
        # A damaged document shows itself as any of a dozen classes, from KeyError to lxml's.
        raise archive.Unusable("file_broken") from error


def _draft(blocks: list[Paragraph | Table]) -> Draft:
    draft = Draft()
    pieces: list[tuple[str, str]] = []  # kind of list or "", HTML
    told: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            if pieces or not _head_table(block, draft):
                pieces.append(("", _table(block)))
            continue
        raw = "".join(_text(run) for run in _runs(block))
        text = cells.text(raw)
        style = (block.style.name if block.style is not None else "") or ""
        if text and not pieces and (draft.take_head(text) or _is_title(text, style, draft) or draft.take_byline(raw)):
            continue
        told.append(text)
        content = _inline(block, draft)
        if content.strip():
            # A picture above the title or the head does not end the head.
            pieces.append(_paragraph(content, style, block))
    draft.date_by_text(told)
    for kind, group in groupby(pieces, key=lambda piece: piece[0]):
        joined = "".join(content for _, content in group)
        draft.body.append(f"<{kind}>{joined}</{kind}>" if kind else joined)
    return draft


def _is_title(text: str, style: str, draft: Draft) -> bool:
    """The first line is the title when it is styled so, or when the head has not come yet."""
    if "title" in draft.head:
        return False
    if style.startswith(("Title", "Heading")) or not draft.head:
        draft.head["title"] = text.replace("\n", " ")
        return True
    return False


def _head_table(table: Table, draft: Draft) -> bool:
    """Whether the table is the head: labels on the left, values on the right."""
    lines = [[cells.text(cell.text) for cell in row.cells] for row in table.rows]
    return all(len(line) == 2 and draft.take_head(f"{line[0].rstrip(':：')}：{line[1]}") for line in lines)


def _runs(paragraph: Paragraph) -> Iterator[Any]:
    """All runs, also those inside links and of accepted insertions."""
    for run in paragraph._p.iter(qn("w:r")):
        if not any(True for _ in run.iterancestors(FALLBACK)):
            yield run


def _text(run: Any) -> str:
    signs = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
    return "".join((node.text or "") if node.tag == qn("w:t") else signs.get(node.tag, "") for node in run)


def _inline(paragraph: Paragraph, draft: Draft) -> str:
    parts: list[str] = []
    for marks, group in groupby(_runs(paragraph), key=_marks):
        runs = list(group)
        text = html.escape("".join(_text(run) for run in runs)).replace("\n", "<br>")
        for mark in marks if text.strip() else ():
            text = f"<{mark}>{text}</{mark}>"
        parts.append(text)
        parts += [_picture(paragraph, node, draft) for run in runs for node in run.iter(qn("a:blip"), IMAGE)]
    return "".join(parts)


def _marks(run: Any) -> tuple[str, ...]:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return ()
    return tuple(tag for mark, tag in (("w:i", "em"), ("w:b", "strong")) if _on(properties.find(qn(mark))))


def _on(mark: Any) -> bool:
    return mark is not None and mark.get(qn("w:val"), "1") not in ("0", "false", "off")


def _picture(paragraph: Paragraph, node: Any, draft: Draft) -> str:
    part = paragraph.part.related_parts.get(node.get(qn("r:embed")) or node.get(qn("r:id")) or "")
    if part is None:  # linked, not embedded: it is on somebody's own disk
        draft.dropped("picture_elsewhere", "")
        return ""
    return draft.picture(part.blob)


def _paragraph(content: str, style: str, paragraph: Paragraph) -> tuple[str, str]:
    if style.startswith("Heading"):
        level = "h2" if style.endswith(" 1") else "h3"
        return "", f"<{level}>{content}</{level}>"
    if style.startswith(("Quote", "Intense Quote")):
        return "", f"<blockquote><p>{content}</p></blockquote>"
    properties = paragraph._p.pPr
    if style.startswith("List") or (properties is not None and properties.numPr is not None):
        return ("ol" if "Number" in style else "ul"), f"<li>{content}</li>"
    return "", f"<p>{content}</p>"


def _table(table: Table) -> str:
    """Cells that are merged sideways become one wide cell; the first row is the heading."""
    rows = []
    for number, row in enumerate(table.rows):
        tag = "th" if number == 0 and len(table.rows) > 1 else "td"
        wide = [list(group) for _, group in groupby(row.cells, key=lambda cell: cell._tc)]
        content = "".join(_cell(tag, len(same), same[0].text) for same in wide)
        rows.append(f"<tr>{content}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _cell(tag: str, width: int, text: str) -> str:
    span = f' colspan="{width}"' if width > 1 else ""
    return f"<{tag}{span}>{html.escape(cells.text(text)).replace(chr(10), '<br>')}</{tag}>"
