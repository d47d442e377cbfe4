"""An office's own type of programme and a cohort, of the world in which every address is asked."""

from datetime import date
from typing import Any

from naikkelas.programmes.models import Cohort, CohortSession, LocalType, Participant, Programme
from naikkelas.registry.models import Enterprise
from tests.conftest import NOW
from tests.factories import world_startup

DAY = date(2020, 3, 1)


def make(made: Any, code: str, programme: Programme) -> None:
    world_startup.make(made, code, programme)
    text = made.text(code)
    local = LocalType.objects.create(
        code=f"{code}-uji", area_id=code, name_id=text[:120], about_id=text, sources=["dak"], recipient="person",
        stages=[{"id": "a", "name_id": text, "name_en": "", "physical": False}], instruments=[], indicators=[],
        legal_source=text[:200], changed_at=NOW,
    )  # fmt: skip
    cohort = Cohort.objects.create(
        programme=programme,
        area_id=code,
        name=text[-80:],
        venue=text[:120],
        starts_on=DAY,
        ends_on=DAY,
        seats=5,
    )
    session = CohortSession.objects.create(cohort=cohort, held_on=DAY, topic=text[:150], minutes=60)
    owned = Enterprise.objects.get(pk=made.objects["enterprise"][code][0])
    participant = Participant.objects.create(
        cohort=cohort, person_id=owned.owner_id, enterprise=owned, state_on=DAY, reason=text[:200]
    )
    made.put("cohort", code, cohort.pk)
    made.put("cohort_session", code, cohort.pk, session.pk)
    made.put("participant", code, participant.pk)
    made.put("local_type", code, local.pk)
