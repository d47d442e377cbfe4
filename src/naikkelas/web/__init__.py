"""Pages for people: translate a request into one call, and its answer into HTML. Nothing else."""
