"""Rule sets for the health of cooperatives: one file each, picked by day and by scheme (conventional, sharia)."""
