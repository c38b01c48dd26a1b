"""Passwords that take no time: what hashing costs is not what these tests are about."""

import pytest
from argon2 import PasswordHasher

from congress import passwords

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
NOBODY = "$argon2id$v=19$m=8,t=1,p=1$2Gsdynsw0vMHe4bPrttBTw$/ZkRTR/TFBvOY6b8C7alci4h4TLYKwRgAYTFIR99BWs"


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    monkeypatch.setattr(passwords, "NOBODY", NOBODY)
    monkeypatch.setattr(passwords, "PACE", 0.0)
