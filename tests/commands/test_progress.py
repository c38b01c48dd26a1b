"""How far a long command is."""

import io

from commands.progress import Progress


class Terminal(io.StringIO):
    """Says that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_a_bar_in_a_terminal() -> None:
    out = Terminal()
    progress = Progress(3, out)
    for what in "abc":
        progress.step(what)
    progress.close()
    assert out.getvalue().split("\r\x1b[K") == [
        "",
        "█" * 10 + "░" * 20 + " 1/3 a",
        "█" * 20 + "░" * 10 + " 2/3 b",
        "█" * 30 + " 3/3 c\n",
    ]


def test_a_line_now_and_then_in_a_file() -> None:
    out = io.StringIO()
    progress = Progress(101, out)
    for number in range(101):
        progress.step(str(number))
    progress.close()
    assert out.getvalue() == "50/101 49\n100/101 99\n101/101 100\n"


def test_nothing_to_do_says_nothing() -> None:
    out = Terminal()
    Progress(0, out).close()
    assert out.getvalue() == ""
