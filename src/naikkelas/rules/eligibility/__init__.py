"""Rule sets on who may receive aid: one file each."""
