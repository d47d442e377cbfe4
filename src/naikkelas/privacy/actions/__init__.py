"""What the office does about a person's request."""

from naikkelas.privacy.actions.correction import correct
from naikkelas.privacy.actions.erasure import carry_out, decide_erasure
from naikkelas.privacy.actions.export import exported_file, make_export
from naikkelas.privacy.actions.reapply import reapply
from naikkelas.privacy.actions.requests import lift_restriction, open_request, refuse_request, restrict
from naikkelas.privacy.actions.retention import retain

__all__ = [
    "carry_out",
    "correct",
    "decide_erasure",
    "exported_file",
    "lift_restriction",
    "make_export",
    "open_request",
    "reapply",
    "refuse_request",
    "restrict",
    "retain",
]
