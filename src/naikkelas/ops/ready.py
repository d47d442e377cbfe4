"""What an installation needs before anybody works with it: regions and forms."""

from datetime import datetime

from django.conf import settings

from naikkelas.forms import actions as forms
from naikkelas.places import actions as places
from naikkelas.places import queries
from naikkelas.programmes import actions as programmes
from naikkelas.registry import actions as registry
from naikkelas.trail.actions import SYSTEM


def regions_loaded(at: datetime) -> None:
    """Load the list of regions where there is none yet."""
    if queries.find(settings.NAIKKELAS_PROVINCE) is None:
        places.sync_regions(province=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=at)


def installation_ready(at: datetime) -> None:
    """Regions are loaded, the catalogue's forms published, numbers given their credentials, facts their evidence, decrees
    their commitments, units their state; nothing happens where they are."""
    regions_loaded(at)
    forms.publish_catalogue(by=SYSTEM, at=at)
    registry.fill_in_numbers(area=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=at)
    registry.name_evidence(area=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=at)
    registry.fill_in_units(area=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=at)
    programmes.fill_in_decrees(area=settings.NAIKKELAS_PROVINCE, by=SYSTEM, at=at)
