"""A whole monev cycle played through the doors that people and phones use, and counted again at its end."""
