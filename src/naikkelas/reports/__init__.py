"""Reports as issued: one frozen set of figures, from which every document is drawn."""
