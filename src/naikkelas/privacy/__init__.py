"""What persons ask about the data held on them, and how long data are kept (UU 27/2022)."""
