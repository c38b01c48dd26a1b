"""Tables and migrations: the only place that knows the database."""

from models.audit import AuditLine
from models.base import bind, close, database, migrate, ping, release, snapshot
from models.binding import Binding, BindingChange, BindingFlag, BindingTry
from models.congress import (
    AgendaItem,
    Delegate,
    Delegation,
    Faq,
    GuideEntry,
    MenuVersion,
    Message,
    NewsItem,
    Rule,
    Scan,
    Scene,
)
from models.handover import Revision
from models.identity import Follower, FollowerRun, MiniUser
from models.notices import Grant, Notice, NoticeBatch, NoticeRecipient, PeriodicRun
from models.staff import Staff
from models.union import Programme, Station

__all__ = [
    "AgendaItem", "AuditLine", "Binding", "BindingChange", "BindingFlag", "BindingTry", "Delegate", "Delegation",
    "Faq", "Follower", "FollowerRun", "Grant", "GuideEntry", "MenuVersion", "Message", "MiniUser", "NewsItem",
    "Notice", "NoticeBatch", "NoticeRecipient", "PeriodicRun", "Programme", "Revision", "Rule", "Scan", "Scene",
    "Staff", "Station", "bind", "close", "database", "migrate", "ping", "release", "snapshot",
]  # fmt: skip
