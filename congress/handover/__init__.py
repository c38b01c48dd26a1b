"""What the congress takes from a hand-over: its kinds of tables and of manuscripts."""

from congress.handover import agenda, delegations, faq, guide, manuscript, roster

KINDS = (agenda.KIND, delegations.KIND, roster.KIND, guide.KIND, faq.KIND, manuscript.KIND)

__all__ = ["KINDS"]
