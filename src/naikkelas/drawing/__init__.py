"""Pictures from plain values, as SVG: the same on the page, in print and in the report. No Django, no style sheet."""
