"""Figures over the slices: what each fact table is, and the indicators worked out on them."""
