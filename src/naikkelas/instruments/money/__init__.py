"""Layouts of lists of money, one file each: how a treasury, a bank or a decree's annex writes its columns."""
