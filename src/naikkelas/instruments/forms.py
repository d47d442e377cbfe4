"""The questionnaires of the catalogue, and their compilation from XLSForm to XForm."""

from functools import cache

from naikkelas.instruments.questionnaire import Questionnaire
from naikkelas.kit.collect import collect


def questionnaires() -> dict[str, Questionnaire]:
    found = collect("naikkelas.instruments.catalogue", "INSTRUMENT")
    return {name: thing for name, thing in found.items() if isinstance(thing, Questionnaire)}


@cache
def compiled(instrument: str) -> str:
    """The XForm of a questionnaire. Warnings of the compiler are faults of ours and raise ValueError."""
    from pyxform.xls2xform import convert  # a quarter of a second, which few processes need

    questionnaire = questionnaires()[instrument]
    result = convert(xlsform=questionnaire.form, file_type=".md", validate=False, pretty_print=False)
    if result.warnings:
        raise ValueError(f"{instrument}: {result.warnings}")
    return str(result.xform)
