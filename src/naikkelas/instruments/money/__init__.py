"""Layouts of lists of programmes, one file each: how a treasury, a bank, a decree, a dinas or a PLUT writes its columns."""
