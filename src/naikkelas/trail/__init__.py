"""Who did what to which record, when. No foreign keys: the trail outlives what it tells of."""
