"""One way from a form to an action: what the action refuses stands at the top of the form, in the reader's language."""

from collections.abc import Callable

from django import forms
from django.utils.translation import get_language

from naikkelas.kit.problems import Refused


def tried(form: forms.Form, action: Callable[[dict], object]) -> bool:
    """Run the action on a valid form; False where the form or the action refused."""
    if not form.is_valid():
        return False
    try:
        action(form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.text(get_language()))
        return False
    return True
