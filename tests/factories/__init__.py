"""What tests need around the thing they test, made through the same actions as everything else."""

from tests.factories.people import enumerator, person
from tests.factories.registry import cooperative, enterprise
from tests.factories.road import Road, road
from tests.factories.submissions import filled, multipart, phone, send

__all__ = [
    "Road",
    "cooperative",
    "enterprise",
    "enumerator",
    "filled",
    "multipart",
    "person",
    "phone",
    "road",
    "send",
]
