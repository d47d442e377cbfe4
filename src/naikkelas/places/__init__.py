"""Where things are: Indonesia's regions by official code, their boundaries, and the facilities that stand in them."""
