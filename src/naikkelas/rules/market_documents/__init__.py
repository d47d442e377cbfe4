"""What a market's file must hold before each stage: one file for each dated set."""
