"""Benchmarks that print ratios: a machine's own speed cancels out, and both sides run in turns."""
