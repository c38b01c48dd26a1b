"""Codes on paper: plain values in, finished pages and pictures out."""
