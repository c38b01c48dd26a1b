"""The sentences of articles."""

from congress.passages import sentences

BODY = (
    "<p>首届颁奖典礼9月19日举行。共表彰20名青年工匠！</p><ul><li>直播：电视台同步</li></ul>"
    "<table><tr><td>A线</td><td>8:00</td></tr></table><p>好。</p><p>R&amp;D “先试后用。” </p>"
)


def test_blocks_and_rows_are_cut_into_sentences() -> None:
    assert list(sentences(BODY)) == [
        "首届颁奖典礼9月19日举行。", "共表彰20名青年工匠！", "直播：电视台同步", "A线 · 8:00", "R&D “先试后用。”",
    ]  # fmt: skip
    assert list(sentences("")) == []
