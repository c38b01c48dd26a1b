"""An announcement at the console: written by one of the office, approved by another."""

from collections.abc import Mapping

from rehearsal.staff import Staff


def announce(writer: Staff, approver: Staff, said: Mapping[str, str]) -> int:
    """Write, submit, approve; the notice's number. `said`: title, text, to. Raises Refused, OSError."""
    page = "/notices/new"
    answer = writer.form(page, when="now", **said)
    number = int(answer.headers["Location"].rpartition("/")[2])
    writer.form(f"/notices/{number}/submit", f"/notices/{number}")
    approver.form(f"/notices/{number}/approve")
    return number
