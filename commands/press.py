"""The press: from composed pages to the bytes of a file, with a bar that shows how far it is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clock import BEIJING
from commands import codes
from commands.paper import CannotPrint, Look
from commands.progress import Progress
from commands.wording import words
from congress import scenes
from paper import fonts, picture, vector
from paper.card import card
from paper.document import Document

Codes = dict[str, scenes.Code]


@dataclass(frozen=True, slots=True)
class Job:
    """One run: the scenes it needs codes for, every text with whose it is, and how it is drawn once codes are there.

    `nameless` are the keys that stand on the pages because nobody gave a name.
    """

    wanted: Sequence[str]
    texts: Sequence[tuple[str, str]]
    draw: Callable[[Codes, Look], bytes]
    pages: int
    nameless: Sequence[str] = ()


def said(what: str, **values: object) -> str:
    """A short text that is printed."""
    return words("paper/said.txt", what=what, **values)


def check(texts: Iterable[tuple[str, str]], spare: Path | None, drawn: bool = False) -> None:
    """CannotPrint, naming who, when no font has a character; `drawn`: for a picture, which has no spare font."""
    if missing := fonts.unwritable(texts, None if drawn else spare):
        raise CannotPrint(words("paper/told.txt", what="characters", missing=missing, picture=drawn))


def pdf(
    what: str, paper: tuple[float, float], look: Look, count: int, draw: Callable[[Document], Iterable[object]]
) -> bytes:
    """The file: `what` names it in its title, `draw` adds the pages and yields once for each of `count` things."""
    made = datetime.now(BEIJING)
    document = Document(said("title", congress=look.congress, command=what), paper, made, look.logo, look.spare)
    progress = Progress(count)
    word = said("drawing")
    try:
        for _ in draw(document):
            progress.step(word)
    finally:
        progress.close()
    return document.finished()


def picture_of(scene: str, url: str, suffix: str, logo: Path | None) -> bytes:
    """One code with its caption as a picture, `suffix` .png or .svg. CannotPrint for a character without a glyph."""
    title, *following = codes.caption(scene)
    check([(scenes.told(scene), title + "".join(following))], None, drawn=True)
    one = card(url, title, following, scenes.told(scene), with_logo=logo is not None)
    return vector.svg(one, logo) if suffix == ".svg" else picture.png(one, logo)
