"""What a rehearsal left: in the product's database, on people's screens, in the platform's quotas."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from config import Settings
from models import Message, Scan
from rehearsal.phone import Phone
from simulator.switches import WORDS

QUOTA = "/cgi-bin/openapi/quota/get"


@dataclass(frozen=True)
class Screen:
    """What one person saw: fault prompts and bubbles of the account."""

    openid: str
    prompts: int
    answers: int


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


def screens(phone: Phone, openids: Sequence[str]) -> list[Screen]:
    """Everybody's screen."""
    fault = WORDS["notices"]["fault"]
    found = []
    for openid in openids:
        bubbles = phone.history(openid)
        prompts = sum(bubble["from"] == "notice" and bubble["text"] == fault for bubble in bubbles)
        found.append(Screen(openid, prompts, sum(bubble["from"] == "account" for bubble in bubbles)))
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
