"""Tables and migrations: the only place that knows the database."""

from models.announcements import Announcement, ItemChange, NoticeSwitch, PlannedNotice
from models.audit import AuditLine
from models.base import bind, close, database, ping, release, snapshot
from models.binding import Binding, BindingChange, BindingFlag, BindingTry
from models.checkin import CheckinEntry, CheckinTurn
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
from models.data_key import DataKey, flush, migrate, prove_key, rewrite
from models.handover import Revision
from models.identity import Follower, FollowerRun, MiniUser
from models.notices import Grant, Notice, NoticeBatch, NoticeRecipient, PeriodicRun
from models.sealing import NoKey, unlock
from models.staff import Staff
from models.unanswered import StaffAnswer, Unanswered
from models.union import Programme, Station

__all__ = [
    "AgendaItem", "Announcement", "AuditLine", "Binding", "BindingChange", "BindingFlag", "BindingTry",
    "CheckinEntry", "CheckinTurn", "DataKey", "Delegate", "Delegation", "Faq", "Follower", "FollowerRun", "Grant",
    "GuideEntry", "ItemChange", "MenuVersion", "Message", "MiniUser", "NewsItem", "NoKey", "Notice", "NoticeBatch",
    "NoticeRecipient", "NoticeSwitch", "PeriodicRun", "PlannedNotice", "Programme", "Revision", "Rule", "Scan",
    "Scene", "Staff", "StaffAnswer", "Station", "Unanswered", "bind", "close", "database", "flush", "migrate", "ping",
    "prove_key", "release", "rewrite", "snapshot", "unlock",
]  # fmt: skip
