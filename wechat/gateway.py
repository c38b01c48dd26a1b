"""The front door for pushes: verify, de-duplicate, hand to the routes, and answer within the platform's deadline.

One push comes in up to three deliveries, at about 0, 5 and 10 s, each cut after 5 s (docs/wechat.md, section 3). The
first one works; the others wait. A delivery that gets no answer in time is left hanging, so that the platform tries
again, except for the last one: that is acknowledged, and the answer goes out as a customer-service message.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from wechat import banners as waiting
from wechat import render, stored
from wechat.asking import to_ask
from wechat.contacts import contact_of
from wechat.inbound import Ask
from wechat.known import Answer, Keep, keys_of, nothing, put
from wechat.memory import Begun, Memory, Standing
from wechat.parse import BadPush
from wechat.push import Opener, Push, Refused, query_of
from wechat.replies import Nothing, Reply, Text
from wechat.router import Route, Router, Table
from wechat.sealing import ACKNOWLEDGED, Response, respond
from wechat.sessions import EMPTY, Session, awake, in_conversation, stamped

CUT = 5.5  # seconds after which the platform has certainly hung up on a delivery
LAST_CLOSES = 16.0  # seconds after the first delivery when no further one can be open
LAST_ARRIVES = 9.0  # seconds after the first delivery; what arrives later is the last one
WATCH = 30.0  # seconds for which a push is watched after its last delivery
POLL = 0.08  # seconds between two looks for an answer that another delivery works on


@dataclass(frozen=True, slots=True)
class Seen:
    """What is told of each delivery, for the log and the figures. `ms` is our own time on it."""

    key: str
    openid: str
    kind: str
    handler: str
    # answered, silent or apologised (with " late" when no delivery was open any more); and for the other deliveries
    # repeated, acknowledged, hung, late; refused
    outcome: str
    ms: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """What the gateway itself has to say; the words come from templates."""

    apology: str  # when a handler failed
    offer: str  # under the first part of a text that was split


class Gateway:
    """Turns a delivery's query and body into the response's bytes. One for a process; safe between threads."""

    def __init__(
        self, opener: Opener, memory: Memory, routers: Sequence[Router], wording: Wording, *,
        links: Callable[..., str], understand: Callable[[Ask], Any], observe: Callable[[Seen], None],
        failed: Callable[[Seen, BaseException], None], on_revision: Callable[[int], None],
        done: Callable[[], None] = lambda: None, keep: Keep = nothing, banners: waiting.Banners = waiting.none,
        deadline: float = 4.5, wall: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        """`deadline` in seconds: an answer is given to a delivery that is younger, never to an older one.
        `on_revision` hears the content's revision that rides along with every push; `done` is called in a handler's
        thread when it is through; `keep` says where shared answers are kept; `banners` what waits for a person."""
        self._opener, self._memory, self._routes, self._wording = opener, memory, Table(routers), wording
        self._links, self._understand, self._observe, self._failed = links, understand, observe, failed
        self._on_revision, self._done, self._keep, self._banners = on_revision, done, keep, banners
        self._deadline, self._wall = deadline, wall
        # Apart, since a watch may last half a minute and a takeover must not wait for that.
        self._takeovers, self._watches = ThreadPoolExecutor(8, "takeover"), ThreadPoolExecutor(8, "watch")

    def verify(self, raw_query: str) -> Response:
        """Answer a GET: the echostr, exactly (section 1)."""
        try:
            return Response(200, self._opener.verify(query_of(raw_query)).encode())
        except Refused as refused:
            self._observe(Seen("", "", "verify", "", "refused", 0.0, refused.reason))
            return Response(refused.status, b"")

    def receive(self, raw_query: str, body: bytes) -> Response:
        """Answer a POST. Never raises."""
        arrived = time.monotonic()
        ask: Ask | None = None
        try:
            push = self._opener.open(query_of(raw_query), body, self._wall())
            ask = to_ask(push.fields, push.account.miniprogram or push.json)
            begun = self._memory.begin(ask.message_key, ask.openid, push.nonce, push.digest, contact_of(ask))
            if begun.standing is Standing.REFUSED:
                raise Refused(403, "nonce used with another body")
        except (Refused, BadPush) as error:
            self._tell(ask, arrived, "", "refused", str(error))
            return Response(error.status if isinstance(error, Refused) else 400, b"")
        if begun.revision >= 0:
            self._on_revision(begun.revision)
        if begun.standing is Standing.MINE:
            if begun.count == 1:
                return self._first(push, ask, begun, arrived)
            # A worker died over this push. This may be the last delivery, so it must be free to acknowledge in time.
            self._takeovers.submit(self._work, ask, begun, arrived)
        return self._wait(push, ask, begun, arrived)

    def refuse(self, status: int, reason: str) -> Response:
        """Refuse what never became a push: one line in the log, nothing else."""
        self._observe(Seen("", "", "", "", "refused", 0.0, reason))
        return Response(status, b"")

    def _first(self, push: Push, ask: Ask, begun: Begun, arrived: float) -> Response:
        """Work on a push that nobody else has; give the answer while this delivery is open."""
        reply, given = self._work(ask, begun, arrived)
        if given:
            return respond(reply, push, ask, self._wall())
        return ACKNOWLEDGED if ask.miniprogram else self._hang(ask, arrived)

    def _work(self, ask: Ask, begun: Begun, arrived: float) -> tuple[Reply, bool]:
        """Find the answer and keep it; also says whether it is given by this very delivery."""
        answer = self._answer(ask, awake(begun.session, ask.at), arrived)
        if begun.hint and isinstance(answer.reply, Text):
            answer = self._with_banners(answer, ask, begun.hint, arrived)
        elapsed, has_session = time.monotonic() - arrived, bool(answer.session or begun.session)
        # A mini program takes no passive reply (section 6): its answers always go out as messages.
        passive = not ask.miniprogram or isinstance(answer.reply, Nothing)
        given = passive and begun.count == 1 and elapsed < self._deadline
        self._memory.finish(
            ask.message_key, ask.openid, answer.stored, stamped(answer.session, ask.at) if has_session else None,
            given=given, miniprogram=ask.miniprogram, sure=in_conversation(answer.session),
            due=max(0.0, LAST_CLOSES - begun.age - elapsed) if passive else 0.0,
        )  # fmt: skip
        self._tell(ask, arrived, answer.handler, answer.outcome if given else f"{answer.outcome} late")
        return answer.reply, given

    def _answer(self, ask: Ask, session: bytes, arrived: float) -> Answer:
        """The answer that is known, or a new one; whatever happens, the person gets a word and the log the rest."""
        route: Route | None = None
        try:
            shelf, moment = self._keep(ask.at)
            where = moment, self._links, self._routes
            for key in keys_of(ask, session, where):
                if (known := shelf.get(key)) is not None:
                    return known
            ask.session = Session.decode(session)
            ask.links, ask.understand = self._links, self._understand
            found = self._routes.find(ask)
            reply: Reply = Nothing()
            if found is not None:
                route = found[0]
                reply = self._fit(ask, route.handler(ask, **found[1]))
            answer = self._made(ask, route, reply)
            if ask.trouble is not None:
                why = type(ask.trouble).__name__
                self._failed(self._seen(ask, arrived, answer.handler, answer.outcome, why), ask.trouble)
            if route is not None and route.shared:
                put(shelf, keys_of(ask, session, where, turned=ask.turned), answer)
            return answer
        except Exception as error:  # noqa: BLE001
            name = route.name if route else ""
            self._failed(self._seen(ask, arrived, name, "apologised", type(error).__name__), error)
            return self._made(ask, route, Text(self._wording.apology), "apologised")
        finally:
            self._done()

    def _with_banners(self, answer: Answer, ask: Ask, hint: bytes, arrived: float) -> Answer:
        """What waits for the person goes above the answer."""
        try:
            answer, more = waiting.above(answer, ask, self._banners, self._wording.offer)
            if not more:
                self._memory.clear_hint(ask.openid, hint)
        except Exception as error:  # noqa: BLE001  the answer itself is there, and is given
            self._failed(self._seen(ask, arrived, answer.handler, answer.outcome, type(error).__name__), error)
        finally:
            self._done()
        return answer

    @staticmethod
    def _made(ask: Ask, route: Route | None, reply: Reply, outcome: str = "") -> Answer:
        outcome = outcome or ("silent" if isinstance(reply, Nothing) else "answered")
        session = EMPTY if ask.event == "unsubscribe" else ask.session
        return Answer(route.name if route else "none", outcome, reply, stored.encode(reply), session.encode())

    def _fit(self, ask: Ask, reply: Reply) -> Reply:
        """Cut a text that is too long and keep its rest for whoever asks for more (section 7)."""
        rest = ""
        if isinstance(reply, Text):
            first, rest = render.split(reply.content, self._wording.offer)
            reply = Text(first)
        if rest != ask.session.rest:
            ask.remember(rest=rest)
        return reply

    def _wait(self, push: Push, ask: Ask, begun: Begun, arrived: float) -> Response:
        """Give the answer of another delivery as soon as it is there, while this one is open."""
        standing, answer = begun.standing, begun.answer
        last = begun.count >= 3 or begun.age >= LAST_ARRIVES
        while standing not in (Standing.ANSWERED, Standing.LATE):
            left = self._deadline - (time.monotonic() - arrived)
            if left <= 0:
                if not last:
                    return self._hang(ask, arrived)
                standing, answer = self._memory.close(ask.message_key)
                if standing in (Standing.WORKING, Standing.ORPHANED):
                    self._watches.submit(self._watch, ask)
                break
            time.sleep(min(POLL, left))
            standing, answer = self._memory.take(ask.message_key)
            if standing is Standing.ORPHANED:
                self._take_over(ask)
        if standing is Standing.ANSWERED:
            reply = stored.decode(answer)
            self._tell(ask, arrived, "", "repeated")
            return respond(reply, push, ask, self._wall())
        self._tell(ask, arrived, "", "late" if standing is Standing.LATE else "acknowledged")
        return ACKNOWLEDGED

    def _take_over(self, ask: Ask) -> None:
        """Work on a push whose worker died, unless somebody else is faster."""
        begun = self._memory.adopt(ask.message_key, ask.openid)
        if begun is not None:
            self._takeovers.submit(self._work, ask, begun, time.monotonic())

    def _watch(self, ask: Ask) -> None:
        """After the last delivery: no other one would notice that the worker of this push dies."""
        until = time.monotonic() + WATCH
        while time.monotonic() < until:
            standing = self._memory.look(ask.message_key)
            if standing is Standing.ORPHANED:
                self._take_over(ask)
            elif standing is not Standing.WORKING:
                return
            time.sleep(1.0)

    def _hang(self, ask: Ask, arrived: float) -> Response:
        """Say nothing until the platform has hung up; a word now would end its attempts, or come too late."""
        time.sleep(max(0.0, CUT - (time.monotonic() - arrived)))
        self._tell(ask, arrived, "", "hung")
        return Response(503, b"")

    def _tell(self, ask: Ask | None, arrived: float, handler: str, outcome: str, reason: str = "") -> None:
        self._observe(self._seen(ask, arrived, handler, outcome, reason))

    @staticmethod
    def _seen(ask: Ask | None, arrived: float, handler: str, outcome: str, reason: str = "") -> Seen:
        ms = (time.monotonic() - arrived) * 1000
        if ask is None:
            return Seen("", "", "", handler, outcome, ms, reason)
        return Seen(ask.message_key, ask.openid, ask.event or ask.kind, handler, outcome, ms, reason)
