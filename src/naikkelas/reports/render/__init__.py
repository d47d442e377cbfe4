"""Documents drawn from frozen figures."""
