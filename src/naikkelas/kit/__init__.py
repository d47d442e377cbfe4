"""Tiny tools without domain words; every floor may use them."""
