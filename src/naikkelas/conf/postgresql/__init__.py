"""Django's PostgreSQL backend with a cheaper look at whether its connection still stands."""
