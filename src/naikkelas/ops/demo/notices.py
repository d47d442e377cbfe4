"""What the demonstration's people were told while its story went: old news is read, deadlines of the day are told."""

from datetime import timedelta

from naikkelas.accounts import queries as accounts
from naikkelas.intake import actions as intake
from naikkelas.monev import actions as monev
from naikkelas.notices import actions, queries
from naikkelas.ops.demo.story import CLOCK
from naikkelas.trail import sealing
from naikkelas.trail.actions import SYSTEM


def settle() -> None:
    monev.tell_deadlines(by=SYSTEM, at=CLOCK)
    intake.tell_taken_over(by=SYSTEM, at=CLOCK)
    for user in accounts.everybody():
        old = queries.notices_of(user).filter(made_at__lt=CLOCK - timedelta(days=10)).first()
        if old:
            actions.mark_all_read(by=user, at=CLOCK, newest=old.pk)
    sealing.link_waiting(whole=True)
    sealing.export_head(CLOCK)
