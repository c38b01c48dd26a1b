"""The hand-over: staff's own files in, rows out, with a report in which nothing is silently dropped.

This room knows files, cells and tables but no domain: each domain says in its own `handover` package which kinds of
sheets and manuscripts it takes (`KINDS`), and the root that loads a folder hands them in.
"""

from handover.loading import Progress, load
from handover.report import FileReport, Report, SheetReport

__all__ = ["FileReport", "Progress", "Report", "SheetReport", "load"]
