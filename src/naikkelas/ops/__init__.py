"""The door for those who run naikkelas: command line, server, backup, demonstration."""
