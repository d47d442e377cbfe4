"""How each question of a form is read, with what a real answer became."""

from typing import Any

from django.utils.translation import get_language

from naikkelas.instruments import xform
from naikkelas.intake import queries as submissions
from naikkelas.vault.seal import Unsealable

MOST_CHOICES = 12


def read_questions(form, sample) -> list[dict[str, Any]]:
    """One line a question: what is asked, its type, what it becomes, and the sample's answer."""
    lang = get_language()
    answers = _answers(sample)
    lines = []
    for path, question in form.reading.get("questions", {}).items():
        text = answers.get(path, "")
        choices = [(code, label[0 if lang == "id" else 1]) for code, label in question["choices"].items()]
        lines.append(
            {
                "path": path,
                "asked": question[lang] or "",
                "type": question["type"],
                "choices": choices[:MOST_CHOICES],
                "more": max(0, len(choices) - MOST_CHOICES),
                "fact": question["fact"],
                "save_to": question["save_to"],
                "calculated": question["calculated"],
                "text": text,
                "read": _read(question, text, lang),
            }
        )
    return lines


def _answers(sample) -> dict[str, str]:
    if sample is None:
        return {}
    try:
        return {a.path: a.text for a in xform.read(submissions.raw_xml(sample)).answers}
    except Unsealable:
        return {}


def _read(question: dict[str, Any], text: str, lang: str) -> str:
    """What an answer is taken for: the label of a choice, a number as a number."""
    if question["choices"] and text:
        at = 0 if lang == "id" else 1
        return ", ".join(question["choices"].get(c, [c, c])[at] for c in text.split())
    return text
