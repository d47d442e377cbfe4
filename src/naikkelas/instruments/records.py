"""Frozen records handed from reading to recording."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from naikkelas.instruments.questionnaire import Facts, Questionnaire
from naikkelas.instruments.xform import Submission
from naikkelas.kit.problems import Kind


@dataclass(frozen=True)
class VisitRecord:
    """What one submission says. `doubts` are answers that a person must look at before they count."""

    instrument: str
    form_version: str
    instance_id: str
    visit_code: str
    visited_on: date | None
    started_at: datetime | None
    ended_at: datetime | None
    point: tuple[float, float, float | None] | None
    facts: Facts
    answers: list[dict[str, str]]
    doubts: list[tuple[Kind, dict[str, Any]]] = field(default_factory=list)


def visit_record(questionnaire: Questionnaire, submission: Submission) -> VisitRecord:
    """Read a submission by its questionnaire."""
    facts, doubts = questionnaire.facts(submission)
    return VisitRecord(
        instrument=questionnaire.id,
        form_version=submission.version,
        instance_id=submission.instance_id,
        visit_code=submission.first("visit_code"),
        visited_on=submission.day("today"),
        started_at=submission.moment("start"),
        ended_at=submission.moment("end"),
        point=submission.point("location"),
        facts=facts,
        answers=[{"path": a.path, "text": a.text} for a in submission.answers],
        doubts=doubts,
    )
