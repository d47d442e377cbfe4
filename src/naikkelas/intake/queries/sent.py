"""What an enumerator sent and the server has not counted yet."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from naikkelas.forms import queries as forms
from naikkelas.instruments import form_facts, xform
from naikkelas.instruments.forms import questionnaires
from naikkelas.intake.models import Delivery
from naikkelas.intake.queries import UNSETTLED, raw_xml

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

MOST = 200
"""As many of the newest are opened: a person has few, and each costs a fraction of a millisecond."""


def being_read(user: User) -> dict[str, bool]:
    """The visits of which this person's form has come and is not counted yet, by code: whether an officer has to look at it
    first. What is inside is told nowhere else until it is read, so it is opened here, where the list is made, and costs
    nothing where a form is taken in."""
    rows = Delivery.objects.filter(
        kind=Delivery.Kind.SUBMISSION, received_by=user, state__in=UNSETTLED, body__isnull=False
    )
    found: dict[str, bool] = {}
    for delivery in rows.order_by("-id")[:MOST]:
        if code := _code(delivery):
            found.setdefault(code, delivery.state == Delivery.State.HELD)
    return found


def _code(delivery: Delivery) -> str:
    try:
        submission = xform.read(raw_xml(delivery)).corrected(delivery.summary.get("corrections", {}))
        if submission.encrypted or delivery.instrument in questionnaires():
            return submission.first("visit_code")
        form = forms.version(delivery.instrument, delivery.form_version)
        return (
            form_facts.as_facts(form.reading, submission).first("visit_code") if form and form.serves else ""
        )
    except Exception:  # whoever reads it in earnest tells what is wrong with it
        logging.getLogger("naikkelas.intake").debug("no visit told of by %s", delivery.pk, exc_info=True)
        return ""
