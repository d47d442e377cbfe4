"""Django's SQLite backend on a SQLite that keeps its promises."""
