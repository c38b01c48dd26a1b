"""The account, its people and everything that belongs to them, put together."""

import secrets
import threading
from collections.abc import Callable
from typing import Any

from simulator.account.menus import Menus
from simulator.account.people import People
from simulator.account.tags import Tags
from simulator.clock import Clock
from simulator.events import Events
from simulator.ledger import Ledger
from simulator.logins.login_codes import LoginCodes
from simulator.logins.mini_sessions import MiniSessions
from simulator.logins.tickets import Tickets
from simulator.logins.tokens import Tokens
from simulator.logins.web_sessions import WebSessions
from simulator.notices.notifications import Notifications
from simulator.notices.windows import Windows
from simulator.phone.chat import Chat
from simulator.phone.holders import Holders
from simulator.publishing import mass_sender, publisher
from simulator.publishing.articles import Articles
from simulator.publishing.drafts import Drafts
from simulator.publishing.mass import Mass
from simulator.publishing.media import Media
from simulator.quotas import Quotas
from simulator.rids import Rids
from simulator.settings import MODES, Settings
from simulator.store import Store, User
from simulator.switches import Switches
from simulator.webhook.alarms import Alarms
from simulator.webhook.deliveries import Deliveries
from simulator.webhook.delivery import Courier
from simulator.webhook.jobs import Jobs
from simulator.webhook.post import Post
from simulator.webhook.pushes import Elements
from simulator.webhook.script import Faults

LISTED_CODES = 60  # of each kind: hundreds of badges must not push the desks out
LISTED_USERS = 500


class Platform:
    """One official account (with its mini program, if there is one) and its people."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or Clock(settings.start, settings.clock_file)
        self.store = Store(settings.database)
        self.events = Events()
        self.switches = Switches(self.store.get("switches", {}), self._switched)
        self.faults = Faults(self.switches, lambda steps: self.events.tell("script", steps=steps))
        self.rids = Rids()
        self.ledger = Ledger(lambda entry: self.events.tell("wire", **entry))
        self.chat = Chat(self.store, self.events, self.clock, settings.own_url)
        self.windows = Windows(self.store, self.clock, self.switches)
        self.deliveries = Deliveries(self.ledger, self.clock, settings.webhook)
        self.alarms = Alarms(self.clock, lambda alarm: self.events.tell("alarm", **alarm))
        self.courier = Courier(
            settings.webhook, self.clock, self.switches, self.faults, self.deliveries, self.alarms, self._is_media
        )
        self.post = Post(
            settings, self.store, self.clock, self.switches, self.chat, self.events, self.courier, self.deliveries,
            mode=lambda: self.mode, later=self._add_job,
        )  # fmt: skip
        self.agents = self.post.agents
        self.push, self.push_event = self.post.push, self.post.push_event
        self.apps = {app.appid: app for app in (settings.account, settings.miniprogram) if app is not None}
        self.tokens = {appid: Tokens(self.store, appid, self.clock.shown, self.switches) for appid in self.apps}
        self.quotas = {appid: Quotas(self.store, appid, self.clock.shown, self.switches) for appid in self.apps}
        self.media = Media(self.store, self.clock, settings.own_url)
        self.tags = Tags(self.store)
        self.people = People(self.store, self.switches, self.tags)
        self.menus = Menus(self.store, self.events, self.clock, self.switches, self.people, self.tags)
        self.drafts = Drafts(self.store, self.clock)
        self.articles = Articles(self.store, self.clock, settings.own_url)
        self.publisher = publisher.Publisher(self.drafts, self.articles, self.switches, self)
        self.mass = Mass(self.store, self.clock)
        self.mass_sender = mass_sender.MassSender(
            self.store, self.chat, self.switches, self, jobs=self.mass, drafts=self.drafts,
            articles=self.articles, people=self.people, tags=self.tags,
        )  # fmt: skip
        self._doing: dict[str, Callable[[dict[str, Any]], None]] = {
            publisher.NAME: self.publisher.work,
            mass_sender.NAME: self.mass_sender.work,
            "agent": lambda job: self.agents.look(job["openid"]),
        }
        self.holders = Holders(self.store)
        self.login_codes = LoginCodes(self.store, self.clock)
        self.web_sessions = WebSessions(self.store, self.clock)
        self.mini_sessions = MiniSessions(self.store, self.clock)
        self.tickets = Tickets(self.store, self.clock)
        mini = settings.miniprogram.appid if settings.miniprogram else ""
        self.notifications = Notifications(self.store, self.clock, settings.account.appid, mini)
        self._lock = threading.Lock()
        # Last: what was due while the stand-in was away happens now.
        self.jobs = Jobs(self.store, self.clock, self._do_job)
        self.jobs.begin()

    def add_user(self, name: str) -> User:
        """A new person; the mini program knows them by another openid."""
        user = self.store.add_user(_draw_openid(), _draw_openid(), name)
        self.tell_user(user)
        return user

    def add_users(self, count: int, prefix: str, *, following: bool = False) -> list[str]:
        """Many new people, named by the prefix and a number; their openids. Nobody is told of those who follow."""
        first, digits = self.store.user_count() + 1, len(str(count))
        people = [
            (_draw_openid(), _draw_openid(), f"{prefix}{number:0{digits}}") for number in range(first, first + count)
        ]
        self.store.add_users(people, self.clock.shown() if following else None)
        # More than phones list: they ask for what they want to see.
        self.events.tell("people", user_count=self.store.user_count())
        return [openid for openid, _, _ in people]

    def tell_user(self, user: User) -> None:
        """Tell the phones about someone: whether they follow, their tags, the kind of their phone."""
        self.events.tell("user", **self.people.shown([user])[0])

    def next_msg_id(self) -> int:
        """Seventeen digits, larger each time."""
        with self._lock:
            number = max(int(self.store.get("msg_id", 0)) + 1, int(self.clock.wall() * 10_000_000))
            self.store.put("msg_id", number)
            return number

    @property
    def mode(self) -> str:
        """How pushes are encrypted: plain, compat or safe."""
        return str(self.store.get("mode", self.settings.mode))

    def set_mode(self, mode: str) -> None:
        """Change the encryption. Raises ValueError on an unknown mode."""
        if mode not in MODES:
            raise ValueError(mode)
        self.store.put("mode", mode)
        self.events.tell("mode", mode=mode)

    def tell_codes(self) -> None:
        """Tell the phones which codes there are."""
        self.events.tell("codes", codes=self.codes())

    def codes(self) -> list[dict[str, Any]]:
        """The newest codes of each kind."""
        return [code.shown() for code in self.store.codes(LISTED_CODES)]

    def set_clock(self, shown: float | None, speed: float | None = None) -> None:
        """Move the shown clock, or change its speed. Raises ValueError when it is the wall's."""
        self.clock.set(shown, speed)
        self.events.tell("clock", **self.time())

    def time(self) -> dict[str, Any]:
        """Both times."""
        return {
            "shown": self.clock.shown(),
            "wall": self.clock.wall(),
            "movable": self.clock.movable,
            "speed": self.clock.speed,
        }

    def _add_job(self, after: float, told: dict[str, Any]) -> threading.Event:
        return self.jobs.add(after, told)

    def _do_job(self, job: dict[str, Any]) -> None:
        self._doing.get(job.get("do", ""), self.post.deliver_job)(job)

    def later(self, name: str, values: dict[str, Any], after: float) -> threading.Event:
        """Do what publishing or a mass message has to do, after so many seconds of shown time; survives a restart."""
        return self.jobs.add(after, {"do": name, **values})

    def tell_account(self, event: str, elements: Elements) -> threading.Event:
        """Tell an event that belongs to no follower: its FromUserName is an administrator of the account."""
        administrator = self.store.get("administrator") or _draw_openid()
        self.store.put("administrator", administrator)
        return self.push_event(administrator, event, elements, app=self.settings.account)

    def verify(self) -> str:
        """Check the webhook as the settings page does; empty if it is right, otherwise what is wrong."""
        # About nineteen digits, plaintext in every mode (section 1).
        return self.courier.verify(self.settings.account, str(10**18 + secrets.randbelow(9 * 10**18)))

    def _is_media(self, media_id: str) -> bool:
        return self.media.usable(media_id)

    def _switched(self, values: dict[str, Any]) -> None:
        self.store.put("switches", values)
        self.events.tell("switches", switches=values)


def _draw_openid() -> str:
    """`o` and 27 characters."""
    return f"o{secrets.token_urlsafe(21)[:27]}"
