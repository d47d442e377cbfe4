"""What a record of the registry may have wrong: one rule a file, collected by its name."""
