"""Verdicts from values: law and practice as dated rule sets. No database, no file formats, no network."""
