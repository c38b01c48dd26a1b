"""What is told to the webhook, and what the person sees of the answer (docs/wechat.md, sections 3 to 6)."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from simulator.agents import Agents
from simulator.clock import Clock
from simulator.events import Events
from simulator.phone.chat import Chat
from simulator.settings import App, Settings
from simulator.store import Store, User
from simulator.switches import Switches
from simulator.webhook.deliveries import Deliveries
from simulator.webhook.delivery import Courier, in_background, over
from simulator.webhook.elements import job_elements
from simulator.webhook.pushes import Elements, Push

# A fault is told to the person only after these; back-office events fail unseen (docs/wechat.md, section 3).
TOLD_EVENTS = {"CLICK", "subscribe", "SCAN"}
# A reply to any other event is accepted and shown to nobody.
ANSWERED_EVENTS = TOLD_EVENTS | {"scancode_push", "scancode_waitmsg", "location_select"}


class Post:
    """Takes pushes of people and of the platform itself to the webhook, unless an agent has the person's session."""

    def __init__(
        self, settings: Settings, store: Store, clock: Clock, switches: Switches, chat: Chat, events: Events,
        courier: Courier, deliveries: Deliveries, *, mode: Callable[[], str],
        later: Callable[[float, dict[str, Any]], threading.Event],
    ) -> None:  # fmt: skip
        self._settings = settings
        self._store = store
        self._clock = clock
        self._switches = switches
        self._chat = chat
        self._events = events
        self._courier = courier
        self._deliveries = deliveries
        self._mode = mode
        self._later = later
        self._under_way: deque[threading.Event] = deque()
        self._lock = threading.Lock()
        self.agents = Agents(
            store, clock, switches, self._tell_agent,
            lambda after, openid: later(after, {"do": "agent", "openid": openid}),
        )  # fmt: skip

    def push(self, user: User, app: App, elements: Elements) -> threading.Event:
        """Deliver in the background and show what comes of it; the event is set at the end."""
        mini = app is self._settings.miniprogram
        if self._switches.on("extra_elements") and "MsgId" in elements:
            elements = {**elements, "MsgDataId": str(elements["MsgId"]), "Idx": 1}
        push = self._push(app, user.mini_openid if mini else user.openid, elements)
        if self._goes_to_agent(push):
            self.agents.spoke(push.openid)
            self._deliveries.unsent(push, "not pushed: an agent has the session")
            return over()
        return self._kept(in_background(lambda: self._deliver(push, user)))

    def settle(self, seconds: float = 30) -> bool:
        """Wait until everything that was to be told at once has been told; False if it takes longer."""
        patience = time.monotonic() + seconds
        while True:
            with self._lock:
                first = next((ended for ended in self._under_way if not ended.is_set()), None)
            if first is None:
                return True
            if not first.wait(max(0.0, patience - time.monotonic())):
                return False

    def _kept(self, ended: threading.Event) -> threading.Event:
        with self._lock:
            while self._under_way and self._under_way[0].is_set():
                self._under_way.popleft()
            self._under_way.append(ended)
        return ended

    def push_event(
        self, openid: str, event: str, elements: Elements, *, after: float = 0, app: App | None = None
    ) -> threading.Event:
        """Tell an event that no act of a person causes, `after` so many seconds of shown time; nobody sees its failure.

        `elements` are those that follow Event, with XML's names; numbers as int stand without CDATA, a list repeats its
        element. Wrappers of subscription events fall away for a mini program that gets JSON (section 6). `app` is the
        mini program when the openid is one of its own, otherwise the account. What isn't told yet survives a restart.
        The event that is returned is set when the webhook has been told, or the platform has given up.
        """
        mini = self._settings.miniprogram
        if app is None:
            user = self._store.user(openid)
            app = mini if mini is not None and user is not None and openid == user.mini_openid else None
        appid = (app or self._settings.account).appid
        ended = self._later(after, {"appid": appid, "openid": openid, "event": event, "elements": dict(elements)})
        return ended if after > 0 else self._kept(ended)

    def deliver_job(self, job: dict[str, Any]) -> None:
        """Tell an event whose time has come; blocks until it is delivered, or given up."""
        mini = self._settings.miniprogram
        app = mini if mini is not None and job["appid"] == mini.appid else self._settings.account
        made = job_elements(
            app,
            job["openid"],
            int(self._clock.shown()),
            job["event"],
            job["elements"],
            self._form(app),
        )
        self._deliver(self._push(app, job["openid"], made), self._store.user(job["openid"]))

    def _goes_to_agent(self, push: Push) -> bool:
        if push.what == "unsubscribe":
            self.agents.close(push.openid)
            return False
        if push.is_event and not (self._switches.on("agent_takes_events") and push.what in ANSWERED_EVENTS):
            return False
        return bool(self.agents.holds(push.openid))

    def _tell_agent(self, openid: str, event: str, account: str) -> None:
        """An agent's session begins or ends."""
        user = self._store.user(openid)
        if user is not None:
            mini, there = openid == user.mini_openid, event == "kf_create_session"
            self._chat.notice(user.openid, "agent_came" if there else "agent_left", mini)
            self._events.tell("agent", openid=user.openid, mini=mini, account=account if there else "")
        self.push_event(openid, event, {"KfAccount": account})

    def _form(self, app: App) -> str:
        return self._switches.text("mini_format") if app is self._settings.miniprogram else "xml"

    def _push(self, app: App, openid: str, elements: Elements) -> Push:
        what = str(elements.get("Event") or elements["MsgType"])
        return Push(app, what, openid, elements, self._form(app), app is self._settings.miniprogram)

    def _deliver(self, push: Push, user: User | None) -> None:
        """Deliver, and show the person what comes of it."""
        outcome = self._courier.deliver(push, self._mode())
        if user is None:
            return
        if outcome.shown is not None and (not push.is_event or push.what in ANSWERED_EVENTS):
            self._chat.show(user.openid, outcome.shown, "reply", push.mini)
            if outcome.shown.kind == "transfer":
                self.agents.open(push.openid, outcome.shown.text or f"kf2001@{push.app.original_id}")
        elif not outcome.delivered and (not push.is_event or self._prompts(push.what)):
            self._chat.notice(
                user.openid, "fault" if self._switches.text("prompt_words") == "old" else "fault_new", push.mini
            )

    def _prompts(self, event: str) -> bool:
        return event in TOLD_EVENTS and self._switches.on("prompt_for_events")
