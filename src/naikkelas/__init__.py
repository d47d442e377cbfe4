"""naikkelas: monitoring and evaluation of programmes for cooperatives and MSMEs, from registry to report."""

__version__ = "0.1.0"
