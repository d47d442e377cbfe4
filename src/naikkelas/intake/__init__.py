"""What arrives: kept raw first, understood afterwards, applied once, never lost."""
