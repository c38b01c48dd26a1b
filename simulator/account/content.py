"""What the content check makes of a text or a file (docs/wechat.md, section 17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import requests
import yaml

from simulator.settings import ROOT

OK_LABEL = 100
FILE_LIMIT = 10 << 20  # bytes
DOWNLOAD_FAILED = -1008
_DOWNLOAD_SECONDS = 10
_SEVERITY = ("pass", "review", "risky")


@dataclass(frozen=True)
class Finding:
    """One forbidden word, or the lack of any."""

    suggest: str = "pass"
    label: int = OK_LABEL
    keyword: str = ""


class Words:
    """The list of words, in the order of the file."""

    def __init__(self, listed: Iterable[Any], samples: Iterable[str]) -> None:
        self._findings = [
            Finding(entry["suggest"], entry["label"], word) for entry in listed for word in entry["words"]
        ]
        self._samples = tuple(samples)

    @classmethod
    def load(cls) -> "Words":
        """The list that comes with the stand-in."""
        kept = yaml.safe_load((ROOT / "simulator" / "account" / "content.yaml").read_text(encoding="utf-8"))
        return cls(kept["words"], kept["v1_samples"])

    def find(self, *texts: str) -> list[Finding]:
        """Everything forbidden in those texts, the worst first."""
        joined = "\n".join(texts)
        found = [finding for finding in self._findings if finding.keyword in joined]
        return sorted(found, key=lambda finding: -_SEVERITY.index(finding.suggest))

    def is_risky_v1(self, text: str) -> bool:
        """What the old version made of a text."""
        return any(sample in text for sample in self._samples) or any(
            finding.suggest == "risky" for finding in self.find(text)
        )


def result(found: list[Finding]) -> dict[str, Any]:
    """`result` and `detail` of an answer about a text."""
    worst = found[0] if found else Finding()
    detail: list[dict[str, Any]] = [
        {"strategy": "content_model", "errcode": 0, "suggest": worst.suggest, "label": worst.label, "prob": 90}
    ]
    detail += [
        {
            "strategy": "keyword",
            "errcode": 0,
            "suggest": finding.suggest,
            "label": finding.label,
            "level": 90 if finding.suggest == "risky" else 20,
            "keyword": finding.keyword,
        }
        for finding in found
    ]
    return {"result": {"suggest": worst.suggest, "label": worst.label}, "detail": detail}


def media_result(suggest: str, errcode: int = 0) -> dict[str, Any]:
    """`errcode`, `errmsg`, `result` and `detail` of the event about a file."""
    if errcode:
        return {"errcode": errcode, "errmsg": "download failed", "result": {"suggest": "", "label": 0}, "detail": []}
    label = OK_LABEL if suggest == "pass" else 21000
    detail = [{"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label, "prob": 90}]
    return {"errcode": 0, "errmsg": "ok", "result": {"suggest": suggest, "label": label}, "detail": detail}


def can_be_fetched(address: str) -> bool:
    """Whether the platform could download that file: 200, not empty, within 10 MB."""
    try:
        with requests.get(address, timeout=_DOWNLOAD_SECONDS, stream=True) as response:
            if response.status_code != 200:
                return False
            size = 0
            for part in response.iter_content(65_536):
                size += len(part)
                if size > FILE_LIMIT:
                    return False
            return size > 0
    except requests.RequestException:
        return False
