"""Rule sets for the early warning of cooperatives: one file each."""
