"""Sending notices to people: which way, how fast, and what each answer of the platform means for the rest."""
