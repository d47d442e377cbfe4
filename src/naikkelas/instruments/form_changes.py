"""What differs between two versions of a form, as far as answers are concerned."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_ALIKE = ({"int", "integer"}, {"string", "select1", "odk:rank", "select"}, {"decimal", "int", "integer"})


@dataclass
class Difference:
    """One question or choice list: what was, what is. `what` is a stable word for the page."""

    what: str
    path: str
    before: str = ""
    after: str = ""
    choices: list[tuple[str, str, str]] = field(default_factory=list)
    """(code, label before, label after)."""


def differences(before: Mapping[str, Any], after: Mapping[str, Any], lang: str) -> list[Difference]:
    """Questions that came, went or changed, in the order of the new form; what went stands last."""
    found = []
    was, now = before["questions"], after["questions"]
    for path, question in now.items():
        old = was.get(path)
        if old is None:
            found.append(Difference("came", path, after=question[lang] or path))
            continue
        if old["type"] != question["type"]:
            found.append(Difference("type", path, old["type"], question["type"]))
        if old[lang] != question[lang]:
            found.append(Difference("label", path, old[lang], question[lang]))
        if old["fact"] != question["fact"]:
            found.append(Difference("fact", path, old["fact"], question["fact"]))
        moved = _choices(old["choices"], question["choices"], 0 if lang == "id" else 1)
        if moved:
            found.append(Difference("choices", path, choices=moved))
    found += [
        Difference("went", path, before=old[lang] or path) for path, old in was.items() if path not in now
    ]
    return found


def _choices(
    old: Mapping[str, list[str]], new: Mapping[str, list[str]], at: int
) -> list[tuple[str, str, str]]:
    codes = [*new, *(code for code in old if code not in new)]
    both = [(c, old[c][at] if c in old else "", new[c][at] if c in new else "") for c in codes]
    return [line for line in both if line[1] != line[2]]


def changes(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    where: Mapping[str, int],
    told: Callable[..., dict[str, Any]],
) -> list[dict[str, Any]]:
    """Changes that make former answers hard to read beside the new ones."""
    found = []
    was, now = before["questions"], after["questions"]
    for path, old in was.items():
        name = path.rpartition("/")[2]
        new = now.get(path)
        if new is None:
            found.append(told("xlsform.question_gone", value=name))
            continue
        at = {"sheet": "survey", "row": where.get(name)}
        if old["type"] != new["type"] and not any({old["type"], new["type"]} <= alike for alike in _ALIKE):
            found.append(
                told(
                    "xlsform.type_changed",
                    value=name,
                    before=old["type"],
                    after=new["type"],
                    column="type",
                    **at,
                )
            )
        labels = {label[0]: code for code, label in new["choices"].items()}
        for code, label in old["choices"].items():
            if code in new["choices"]:
                continue
            if label[0] and label[0] in labels:
                found.append(
                    told(
                        "xlsform.code_renamed", label=label[0][:60], before=code, value=labels[label[0]], **at
                    )
                )
            elif new["choices"]:
                found.append(told("xlsform.code_gone", value=code, list=name, **at))
    return found
