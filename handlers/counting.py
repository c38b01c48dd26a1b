"""Counting a scan beside its answer."""

from congress import scans
from wechat.inbound import Ask


def count(ask: Ask) -> None:
    """Count the scan of a code; who stands before it gets the answer, counted or not."""
    try:
        scans.count(ask.message_key, ask.scene, ask.at, ask.event == "subscribe")
    except Exception as error:  # noqa: BLE001  three drivers, each with errors of its own
        ask.trouble = error
