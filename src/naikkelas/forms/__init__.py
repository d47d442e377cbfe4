"""Blank forms that go out to phones and browsers: XForms compiled from the instruments."""
