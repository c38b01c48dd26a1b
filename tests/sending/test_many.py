"""A notice to two thousand by the real processes: nobody is left out over midnight, a small one does not wait."""

from pathlib import Path

import pytest

from bench import notices

PEOPLE = 2000


@pytest.mark.long
@pytest.mark.timeout(300)
def test_two_thousand_and_a_quota_that_ends(tmp_path: Path) -> None:
    run = notices.measure(tmp_path, PEOPLE, per_minute=30_000, quota=PEOPLE * 6 // 10 + notices.FEW)
    assert run.states == {"sent": PEOPLE}
    assert run.calls["ok"] == PEOPLE + notices.FEW
    # What is parked is what the quota left over, and it costs no calls; at most one wave of each process learned of it.
    assert run.parked == PEOPLE * 4 // 10
    assert run.parked_calls == 0
    assert 0 < run.calls["errcode 45009"] <= 32
    assert 0 < run.urgent < run.samples[-1].at
    # A process keeps one page of the audience in memory and never more.
    settled = [each.memory for each in run.samples if each.memory][3:]
    assert max(settled) - min(settled) < 40  # MB
