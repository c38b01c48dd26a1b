"""What a rehearsal left: in the product's database, on people's screens, in the platform's quotas."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from config import Settings
from models import Message, Scan
from rehearsal.phone import Phone
from simulator.switches import WORDS

QUOTA = "/cgi-bin/openapi/quota/get"


@dataclass(frozen=True)
class Bubble:
    """One thing that the account said: `via` reply, service, template, subscription.

    `url` and `card` are what a card opens, and the id of its template.
    """

    via: str
    text: str
    url: str = ""
    card: str = ""


@dataclass(frozen=True)
class Screen:
    """What one person saw: fault prompts, and what the account said; `answers` are those that are no notices."""

    openid: str
    prompts: int
    answers: int
    bubbles: tuple[Bubble, ...] = ()


@dataclass(frozen=True)
class Quota:
    """What is left of one address's calls for the day."""

    path: str
    used: int
    limit: int
    left: int


def kept(openids: Iterable[str]) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Scans by person and scene, messages for staff by person and text, from the product's tables."""
    known = set(openids)
    scans: Counter[tuple[str, str]] = Counter()
    for key, scene in Scan.select(Scan.message_key, Scan.scene).tuples().iterator():
        scans[next((part for part in key.split(":") if part in known), ""), scene] += 1
    said = Message.select(Message.openid, Message.text).tuples().iterator()
    return scans, Counter((openid, text) for openid, text in said)


def screens(phone: Phone, openids: Sequence[str], notices: Container[str]) -> list[Screen]:
    """Everybody's screen; `notices` are the words of those."""
    fault = WORDS["notices"]["fault"]
    found = []
    for openid in openids:
        bubbles = phone.history(openid)
        prompts = sum(bubble["from"] == "notice" and bubble["text"] == fault for bubble in bubbles)
        said = tuple(
            Bubble(bubble["via"], bubble["text"], bubble["card"].get("url", ""),
                   bubble["card"].get("template_id", ""))
            for bubble in bubbles if bubble["from"] == "account"
        )  # fmt: skip
        answers = sum(each.via == "reply" or (each.via == "service" and each.text not in notices) for each in said)
        found.append(Screen(openid, prompts, answers, said))
    return found


def quotas(phone: Phone, settings: Settings, paths: Iterable[str]) -> list[Quota]:
    """What the platform says is left for each address; those without a daily limit are left out."""
    given = {"grant_type": "client_credential", "appid": settings.wechat_appid, "secret": settings.wechat_secret}
    token = phone.post("/cgi-bin/stable_token", given).get("access_token", "")
    found = []
    for path in sorted(paths):
        answer: dict[str, Any] = phone.post(f"{QUOTA}?access_token={token}", {"cgi_path": path})
        quota = answer.get("quota")
        if quota:
            found.append(Quota(path, int(quota["used"]), int(quota["daily_limit"]), int(quota["remain"])))
    return found
