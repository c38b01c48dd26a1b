"""Check-in: stages, who arrived, and what a board shows of it."""
