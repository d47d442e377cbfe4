"""Rule sets for the activity of cooperatives: one file each."""
