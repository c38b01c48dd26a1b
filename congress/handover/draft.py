"""A manuscript on its way from a file to an article: what its head says, its body, its pictures."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from congress.handover.byline import byline, dateline, signed
from congress.handover.headings import headings
from handover import cells
from handover.notes import Note, Verdict, shown
from handover.pictures import BadPicture, picture


@dataclass
class Draft:
    """`head`: title, column, author, published, summary as far as they were found. `body`: HTML, not yet sanitised."""

    head: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    guessed: set[str] = field(default_factory=set)  # what of the head stood without a label

    def picture(self, data: bytes, alt: str = "") -> str:
        """The HTML of a picture that now comes with the article; empty, with a note, for one that can't be shown."""
        try:
            name, written = picture(data)
        except BadPicture as bad:
            self.dropped(str(bad), alt)
            return ""
        self.media[name] = written
        return f'<img src="/media/{name}" alt="{html.escape(alt)}">'

    def dropped(self, code: str, old: str) -> None:
        """The article is taken without this."""
        self._note(Verdict.DROPPED, code, old=old)

    def corrected(self, code: str, name: str, old: str, new: str) -> None:
        """Something in the head was repaired."""
        self._note(Verdict.CORRECTED, code, field=name, old=old, new=new)

    def doubtful(self, code: str, name: str, old: str, new: str = "") -> None:
        """Taken as it stands; somebody should look."""
        self._note(Verdict.DOUBTFUL, code, field=name, old=old, new=new)

    def take_head(self, text: str) -> bool:
        """Read a line of the head (label: value, in any order); whether it was one that says something new."""
        found = dict(labelled(text))
        if found and "author" in found and "author" in self.head:  # one wrote it, another one edited it
            found["author"] = f"{self.head['author']} {found['author']}"
        if not found or any(name in self.head for name in found if name != "author"):
            return False
        self.head |= found
        return True

    def take_byline(self, text: str, column: str = "") -> bool:
        """Read a line under the title that names author, column or date without labels; whether it was one."""
        found = byline(text, self.head.get("column") or column)
        if not found or ("published" in found and "published" in self.head):
            return False
        self.guessed |= found.keys() - self.head.keys()
        self.head = dict(found) | self.head
        return True

    def date_by_text(self, lines: Sequence[str]) -> None:
        """Take the date from the beginning of the text, or from a line at its end, when the head has none."""
        told = [line for line in lines if line.strip()]
        found = next(filter(None, (*map(dateline, told[:2]), *map(signed, told[-2:]))), "")
        if found and not self.head.get("published"):
            self.head["published"] = found
            self.guessed.add("published")
            self.corrected("published_of_text", "published", found, found)

    def _note(self, verdict: Verdict, code: str, **values: str) -> None:
        self.notes.append(Note(verdict, code, values={name: shown(value) for name, value in values.items()}))


def labelled(text: str) -> Mapping[str, str]:
    """Field -> value of a line that begins with a known label; empty for any other line."""
    marks = list(_labels().finditer(text))
    if not marks or text[: marks[0].start()].strip():
        return {}
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    found: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=True):
        name = next(name for name, labels in headings("manuscript").items() if cells.bare(mark[1]) in labels)
        found.setdefault(name, cells.text(text[mark.end() : end]).strip("　 ,，;；|"))
    return found


@cache
def _labels() -> re.Pattern[str]:
    names = sorted((name for names in headings("manuscript").values() for name in names), key=len, reverse=True)
    # Staff align short labels with spaces between their two characters.
    spaced = "|".join(r"\s*".join(map(re.escape, name)) for name in names)
    return re.compile(rf"(?:(?<=[\s,，;；|])|^)[【\[]?({spaced})[】\]]?\s*[:：]", re.MULTILINE)
