"""Indicators: one file each. Statutory ones carry their source, our own say so."""
