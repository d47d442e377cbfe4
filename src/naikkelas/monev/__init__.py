"""Cycles of monitoring and evaluation: who is visited, what was found, and what was done about it."""
