"""What the union takes from a hand-over: its kinds of tables."""

from union.handover import programmes, stations

KINDS = (stations.KIND, programmes.KIND)

__all__ = ["KINDS"]
