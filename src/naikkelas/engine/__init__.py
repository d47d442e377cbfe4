"""Set-based computing: what `rules` describes as data, carried out on many rows at once. No Django."""
