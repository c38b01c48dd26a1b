"""Being told: the outbox of notices, who is to be told, and the ledger of what became of each (docs/notices.md)."""
