"""Properties are tried on the same examples each time, and a slow machine is no fault of the code."""

from hypothesis import settings

settings.register_profile("naikkelas", deadline=None, derandomize=True, database=None)
settings.load_profile("naikkelas")
