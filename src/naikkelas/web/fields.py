"""Fields that forms of several pages have."""

from typing import Any

from django import forms


def day_field(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    """A day, chosen from the browser's own calendar."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}), **more
    )
