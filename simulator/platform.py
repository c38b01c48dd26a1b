"""The account, its people and everything that belongs to them, put together."""

import secrets
import threading
from collections.abc import Callable
from typing import Any

from simulator import mass_sender, publisher
from simulator.agents import Agents
from simulator.alarms import Alarms
from simulator.articles import Articles
from simulator.chat import Chat
from simulator.clock import Clock
from simulator.deliveries import Deliveries
from simulator.delivery import Courier, in_background, over
from simulator.drafts import Drafts
from simulator.elements import job_elements
from simulator.events import Events
from simulator.holders import Holders
from simulator.jobs import Jobs
from simulator.ledger import Ledger
from simulator.login_codes import LoginCodes
from simulator.mass import Mass
from simulator.media import Media
from simulator.menus import Menus
from simulator.mini_sessions import MiniSessions
from simulator.notifications import Notifications
from simulator.people import People
from simulator.pushes import Elements, Push
from simulator.quotas import Quotas
from simulator.rids import Rids
from simulator.script import Faults
from simulator.settings import MODES, App, Settings
from simulator.store import Store, User
from simulator.switches import Switches
from simulator.tags import Tags
from simulator.tickets import Tickets
from simulator.tokens import Tokens
from simulator.web_sessions import WebSessions
from simulator.windows import Windows

# A fault is told to the person only after these; back-office events fail unseen (docs/wechat.md, section 3).
TOLD_EVENTS = {"CLICK", "subscribe", "SCAN"}
# A reply to any other event is accepted and shown to nobody.
ANSWERED_EVENTS = TOLD_EVENTS | {"scancode_push", "scancode_waitmsg", "location_select"}
LISTED_CODES = 300
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
        self.windows = Windows(self.store, self.clock)
        self.deliveries = Deliveries(self.ledger, self.clock, settings.webhook)
        self.alarms = Alarms(self.clock, lambda alarm: self.events.tell("alarm", **alarm))
        self.courier = Courier(
            settings.webhook, self.clock, self.switches, self.faults, self.deliveries, self.alarms, self._is_media
        )
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
        self.agents = Agents(
            self.store, self.clock, self.switches, self._tell_agent,
            lambda after, openid: self.later("agent", {"openid": openid}, after),
        )  # fmt: skip
        self.jobs = Jobs(self.store, self.clock, self._deliver_job)
        self.holders = Holders(self.store)
        self.login_codes = LoginCodes(self.store, self.clock)
        self.web_sessions = WebSessions(self.store, self.clock)
        self.mini_sessions = MiniSessions(self.store, self.clock)
        self.tickets = Tickets(self.store, self.clock)
        mini = settings.miniprogram.appid if settings.miniprogram else ""
        self.notifications = Notifications(self.store, self.clock, settings.account.appid, mini)
        self._lock = threading.Lock()

    def add_user(self, name: str) -> User:
        """A new person. Openids are `o` and 27 characters; the mini program knows another one."""
        openid, mini_openid = (f"o{secrets.token_urlsafe(21)[:27]}" for _ in range(2))
        user = self.store.add_user(openid, mini_openid, name)
        self.tell_user(user)
        return user

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
        """The newest codes."""
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

    def push(self, user: User, app: App, elements: Elements) -> threading.Event:
        """Deliver in the background and show what comes of it; the event is set at the end."""
        mini = app is self.settings.miniprogram
        if self.switches.on("extra_elements") and "MsgId" in elements:
            elements = {**elements, "MsgDataId": str(elements["MsgId"]), "Idx": 1}
        push = self._push(app, user.mini_openid if mini else user.openid, elements)
        if self._goes_to_agent(push):
            self.agents.spoke(push.openid)
            self.deliveries.unsent(push, "not pushed: an agent has the session")
            return over()
        return in_background(lambda: self._deliver(push, user))

    def _goes_to_agent(self, push: Push) -> bool:
        if push.what == "unsubscribe":
            self.agents.close(push.openid)
            return False
        if push.is_event and not (self.switches.on("agent_takes_events") and push.what in ANSWERED_EVENTS):
            return False
        return bool(self.agents.holds(push.openid))

    def _tell_agent(self, openid: str, event: str, account: str) -> None:
        """An agent's session begins or ends."""
        user = self.store.user(openid)
        if user is not None:
            mini, there = openid == user.mini_openid, event == "kf_create_session"
            self.chat.notice(user.openid, "agent_came" if there else "agent_left", mini)
            self.events.tell("agent", openid=user.openid, mini=mini, account=account if there else "")
        self.push_event(openid, event, {"KfAccount": account})

    def push_event(
        self, openid: str, event: str, elements: Elements, *, after: float = 0, app: App | None = None
    ) -> threading.Event:
        """Tell an event that no act of a person causes, `after` so many seconds of shown time; nobody sees its failure.

        `elements` are those that follow Event, with XML's names; numbers as int stand without CDATA, a list repeats its
        element. Wrappers of subscription events fall away for a mini program that gets JSON (section 6). `app` is the
        mini program when the openid is one of its own, otherwise the account. What isn't told yet survives a restart.
        The event that is returned is set when the webhook has been told, or the platform has given up.
        """
        mini = self.settings.miniprogram
        if app is None:
            user = self.store.user(openid)
            app = mini if mini is not None and user is not None and openid == user.mini_openid else None
        appid = (app or self.settings.account).appid
        return self.jobs.add(after, {"appid": appid, "openid": openid, "event": event, "elements": dict(elements)})

    def later(self, name: str, values: dict[str, Any], after: float) -> threading.Event:
        """Do what publishing or a mass message has to do, after so many seconds of shown time; survives a restart."""
        return self.jobs.add(after, {"do": name, **values})

    def tell_account(self, event: str, elements: Elements) -> threading.Event:
        """Tell an event that belongs to no follower: its FromUserName is an administrator of the account."""
        administrator = self.store.get("administrator") or f"o{secrets.token_urlsafe(21)[:27]}"
        self.store.put("administrator", administrator)
        return self.push_event(administrator, event, elements, app=self.settings.account)

    def _deliver_job(self, job: dict[str, Any]) -> None:
        if "do" in job:
            self._doing[job["do"]](job)
            return
        app = self.apps.get(job["appid"], self.settings.account)
        made = job_elements(
            app,
            job["openid"],
            int(self.clock.shown()),
            job["event"],
            job["elements"],
            self._form(app),
        )
        self._deliver(self._push(app, job["openid"], made), self.store.user(job["openid"]))

    def _form(self, app: App) -> str:
        return self.switches.text("mini_format") if app is self.settings.miniprogram else "xml"

    def _push(self, app: App, openid: str, elements: Elements) -> Push:
        what = str(elements.get("Event") or elements["MsgType"])
        return Push(app, what, openid, elements, self._form(app), app is self.settings.miniprogram)

    def _deliver(self, push: Push, user: User | None) -> None:
        """Deliver, and show the person what comes of it."""
        outcome = self.courier.deliver(push, self.mode)
        if user is None:
            return
        if outcome.shown is not None and (not push.is_event or push.what in ANSWERED_EVENTS):
            self.chat.show(user.openid, outcome.shown, "reply", push.mini)
            if outcome.shown.kind == "transfer":
                self.agents.open(push.openid, outcome.shown.text or f"kf2001@{push.app.original_id}")
        elif not outcome.delivered and (not push.is_event or self._prompts(push.what)):
            self.chat.notice(
                user.openid, "fault" if self.switches.text("prompt_words") == "old" else "fault_new", push.mini
            )

    def _prompts(self, event: str) -> bool:
        return event in TOLD_EVENTS and self.switches.on("prompt_for_events")

    def verify(self) -> str:
        """Check the webhook as the settings page does; empty if it is right, otherwise what is wrong."""
        # About nineteen digits, plaintext in every mode (section 1).
        return self.courier.verify(self.settings.account, str(10**18 + secrets.randbelow(9 * 10**18)))

    def _is_media(self, media_id: str) -> bool:
        return self.media.usable(media_id)

    def _switched(self, values: dict[str, Any]) -> None:
        self.store.put("switches", values)
        self.events.tell("switches", switches=values)
