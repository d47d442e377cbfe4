"""What a report of the catalogue is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from naikkelas.analytics.facts import Scope
from naikkelas.kit.bilingual import Text
from naikkelas.reports.figures import Figures


@dataclass(frozen=True)
class Report:
    """`gather` works the figures out; `template` is the Typst file that sets them."""

    id: str
    version: int
    title: Text
    about: Text
    legal_source: str
    gather: Callable[[Scope, str, datetime], Figures]
    template: str
