"""What a person must look at: a code that was typed wrongly, and forms that differ from what came under their number."""

import random
from datetime import UTC, datetime

from naikkelas.accounts import actions as accounts
from naikkelas.intake import actions as intake
from naikkelas.intake import queries as deliveries
from naikkelas.monev import queries as visits
from naikkelas.ops.demo.people import People
from naikkelas.ops.demo.story import sent

AREA = "18.01"
_WHEN = datetime(2020, 3, 9, 2, 0, tzinfo=UTC)
_READ = datetime(2020, 3, 10, 1, 0, tzinfo=UTC)


def send(people: People, seed: int) -> None:
    """Three submissions of one area: two wait for the office, one was dismissed by it."""
    dice = random.Random(seed)  # noqa: S311 - invented data
    office = AREA.replace(".", "")
    officer, phone = people.user(f"dinas{office}"), people.user(f"petugas{office}-1")
    token = accounts.issue_token(user=phone, kind="phone", by=officer, at=_WHEN)[1]
    mine = visits.visits_visible_to(officer).filter(planned__cycle_area__area=AREA, state="verified")
    made = list(mine.select_related("planned").order_by("id")[:2])
    for visit in made:  # the phone was filled anew under a number that it had used
        if sent(visit.planned, token, _WHEN, dice) != 409:
            raise RuntimeError(f"{visit.planned.code}: other content under the same number was not refused")
    if made:
        last = made[-1].planned
        sent(last, token, _WHEN, dice, code=f"{last.code[:-1]}X")
    intake.read_waiting(at=_READ)
    aside = deliveries.submissions_visible_to(officer).filter(state="aside").order_by("id").last()
    if aside:
        reason = "Ponsel yang sama mengirim isian percobaan; yang pertama cocok dengan fotonya."
        intake.dismiss(delivery=aside, reason=reason, by=officer, at=_READ)
