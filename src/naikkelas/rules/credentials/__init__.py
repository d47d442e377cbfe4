"""Shapes of the numbers of credentials: one file each, the one in force on the day is picked by its dates."""
