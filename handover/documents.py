"""The tables of a document, and its questions with answers, as sheets."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.table import Table

from handover import archive, cells
from handover.decoding import decoded
from handover.unfolded import schedule
from handover.words import words
from handover.workbook import Line, Sheet

TITLES = 6  # lines above a table that may say what it is
LONGEST_TITLE = 80  # characters
LONGEST_WORDS = 400  # characters beside the tables of a document that is there for its tables
PAIRS = 2  # so many questions with answers make a document one of questions


def sheets(path: Path) -> list[Sheet]:
    """Each table of a docx file, and the questions of any document. Raises archive.Unusable."""
    if path.suffix.lower() != ".docx":
        return [*_questions(lines := decoded(path)[0].splitlines()), *_schedule(lines, path)]
    archive.check(path)
    try:
        blocks = list(docx.Document(str(path)).iter_inner_content())
        words = [line for b in blocks if not isinstance(b, Table) for line in b.text.splitlines()]
        # A table in a long text belongs to the text: the whole is an article.
        tables = _tables(blocks) if sum(map(len, words)) <= LONGEST_WORDS else ()
        return [*tables, *_questions(words), *_schedule(words, path)]
    except Exception as error:
        # A damaged document shows itself as any of a dozen classes, from KeyError to lxml's.
        raise archive.Unusable("file_broken") from error


def _schedule(lines: Sequence[str], path: Path) -> list[Sheet]:
    found = schedule(lines, path.stem)
    return [found] if found else []


def _tables(blocks: Sequence[Any]) -> Iterator[Sheet]:
    above: list[str] = []
    number = 0
    for block in blocks:
        if not isinstance(block, Table):
            above += filter(None, (cells.text(line) for line in block.text.splitlines()))
            continue
        number += 1
        titles = [line for line in above[-TITLES:] if len(line) <= LONGEST_TITLE]
        lines = [Line(0, (title,)) for title in titles]
        lines += [line for line in _lines(block) if line.own or line.filled]
        yield Sheet(words()["table_of_document"].format(number=number), tuple(lines))
        above = []


def _lines(table: Table) -> Iterator[Line]:
    """The rows; a cell merged downwards gives its value to the rows below, one merged sideways has it once."""
    before: set[Any] = set()
    for number, row in enumerate(table.rows, 1):
        values: list[Any] = []
        seen: set[Any] = set()
        filled = set()
        for at, cell in enumerate(row.cells):
            values.append(None if cell._tc in seen else cells.text(cell.text) or None)
            if cell._tc in before and cell._tc not in seen:
                filled.add(at)
            seen.add(cell._tc)
        before = seen
        yield Line(number, tuple(values), frozenset(filled))


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The beginnings of a question and of an answer."""
    asked = words()["asked"]
    number = rf"(?:[(（]?[\d{''.join(words()['digits'])}{words()['ten']}]+[)）、.．:：]\s*)?"
    question, answer = ("|".join(map(re.escape, asked[name])) for name in ("question", "answer"))
    return (
        re.compile(rf"{number}[【\[]?(?:{question})\s*\d*[】\]]?\s*[:：.、]\s*", re.IGNORECASE),
        re.compile(rf"[【\[]?(?:{answer})\s*\d*[】\]]?\s*[:：.、]\s*", re.IGNORECASE),
    )


def _questions(written: Sequence[str]) -> list[Sheet]:
    """A sheet of questions and answers, if the lines are such; a line that ends in a question mark may be one."""
    question, answer = _labels()
    found: list[tuple[int, list[str], list[str]]] = []
    answering = False
    for number, line in enumerate((cells.text(each) for each in written), 1):
        if not line:
            continue
        if opening := question.match(line):
            found.append((number, [line[opening.end() :]], []))
            answering = False
        elif (opening := answer.match(line)) and found and not answering:
            found[-1][2].append(line[opening.end() :])
            answering = True
        elif line.endswith(("?", "？")) and len(line) <= LONGEST_TITLE:
            found.append((number, [re.sub(r"^[(（]?\d+[)）、.．]\s*", "", line)], []))
            answering = False
        elif found:
            (found[-1][2] if answering else found[-1][1]).append(line)
    pairs = [Line(at, (" ".join(asked), "\n".join(told))) for at, asked, told in found if told]
    if len(pairs) < PAIRS:
        return []
    head = Line(0, (words()["asked"]["question"][0], words()["asked"]["answer"][0]))
    return [Sheet(words()["asked"]["sheet"], (head, *pairs))]
