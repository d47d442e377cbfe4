"""The door for phones: OpenRosa form list, form, manifest and submission, under a personal token in the path."""
