"""Questionnaires and spreadsheet layouts: one entry each, picked up by its file name."""
