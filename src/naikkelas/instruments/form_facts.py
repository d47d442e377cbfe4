"""How each question of an office's form is read: its type, choices, the fact it becomes, the entity it is saved to."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from naikkelas.instruments.entities import LISTS, fields_of
from naikkelas.instruments.forms import questionnaires
from naikkelas.instruments.wording import files_in, wording
from naikkelas.instruments.xform import Submission

XF = "{http://www.w3.org/2002/xforms}"
NK = "{https://naikkelas.id/xforms}"
ENTITIES = "{http://www.opendatakit.org/xforms/entities}"
SERVED = frozenset({"visits.csv", "enterprises.csv", "cooperatives.csv"})
"""Lists that the server writes for each person itself."""
_NUMERIC = {"int", "integer", "decimal"}
_ENTITY = re.compile(r"<(?:\w+:)?entity\b([^>]*)>")
_DATASET = re.compile(r'\bdataset="([^"]+)"')


@lru_cache(maxsize=64)
def lists_created(xform: str) -> frozenset[str]:
    """The entity lists that an XForm adds entries to (ODK Entities: entity, create)."""
    found = (_DATASET.search(tag) for tag in _ENTITY.findall(xform) if re.search(r"\bcreate=", tag))
    return frozenset(name[1] for name in found if name)


def reading(xform: str, binds: list[Element], serves: str) -> dict[str, Any]:
    """Plain values: `questions` by path with type, label, choices, fact and save_to; `files`; `serves`."""
    words = wording(xform)
    questions: dict[str, dict[str, Any]] = {}
    for bind in binds:
        path = bind.get("nodeset", "").split("/", 2)[-1]
        if path.startswith(("meta/", "/")) or path == "meta" or "/meta/entity" in path:
            continue
        known = words.questions.get(path)
        if known is None and not bind.get("type"):
            continue  # a group
        questions[path] = {
            "type": bind.get("type", "string").removeprefix("xsd:"),
            "id": known.label.id if known else "",
            "en": known.label.en if known else "",
            "choices": {code: [text.id, text.en] for code, text in known.choices.items()} if known else {},
            "fact": bind.get(f"{NK}fact", ""),
            "save_to": bind.get(f"{ENTITIES}saveto", ""),
            "calculated": bool(bind.get("calculate")),
        }
    return {
        "questions": questions,
        "files": files_in(xform),
        "serves": serves,
        "lists": sorted(lists_named(xform)),
    }


def lists_named(xform: str) -> set[str]:
    """The entity lists whose entries a form creates or updates."""
    return {name[1] for tag in _ENTITY.findall(xform) if (name := _DATASET.search(tag))}


def save_to_of(read: Mapping[str, Any]) -> dict[str, str]:
    """Path of a question → the field of an entry that its answer is."""
    return {path: q["save_to"] for path, q in read.get("questions", {}).items() if q["save_to"]}


def entity_problems(
    read: Mapping[str, Any], where: Mapping[str, int], told: Callable[..., dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Lists and fields that the registry does not have: what is saved to them stays an answer."""
    lists = [name for name in read["lists"] if name in LISTS]
    for name in read["lists"]:
        if name not in LISTS:
            yield told(
                "xlsform.entity_list", sheet="entities", column="list_name", value=name[:40], known=", ".join(LISTS)
            )  # fmt: skip
    known = sorted({name for each in lists for name in fields_of(LISTS[each])})
    for path, field in save_to_of(read).items() if known else ():
        if field not in known:
            yield told(
                "xlsform.save_to", sheet="survey", row=where.get(path.rpartition("/")[2]), column="save_to", value=field[:40],
                known=", ".join(known), hint=_hint(difflib.get_close_matches(field, known, 1)),
            )  # fmt: skip


def as_facts(read: Mapping[str, Any], submission: Submission) -> Submission:
    """The submission with each answer that is a fact also under the fact's name, as the instrument reads it."""
    facts = {q["fact"]: path for path, q in read["questions"].items() if q["fact"]}
    by_path = {a.path: a.text for a in submission.answers}
    return submission.corrected({fact: by_path[path] for fact, path in facts.items() if path in by_path})


def problems(
    read: Mapping[str, Any], where: Mapping[str, int], told: Callable[..., dict[str, Any]]
) -> list[dict[str, Any]]:
    """Facts and the instrument that are not known, or do not fit their question."""
    found = [*entity_problems(read, where, told)]
    known = questionnaires()
    serves = read["serves"]
    if serves and serves not in known:
        close = difflib.get_close_matches(serves, known, 1)
        found.append(
            told(
                "xlsform.instrument",
                sheet="settings",
                row=2,
                column="nk_instrument",
                value=serves[:40],
                hint=_hint(close),
            )
        )
    of = [known[serves]] if serves in known else list(known.values())
    numbers = {name for q in of for name in q.numbers}
    words = {name: allowed for q in of for name, allowed in q.words.items()}
    for path, question in read["questions"].items():
        fact, row = question["fact"], where.get(path.rpartition("/")[2])
        at = {"sheet": "survey", "row": row, "column": "bind::nk:fact"}
        if not fact:
            continue
        if fact not in numbers and fact not in words:
            close = difflib.get_close_matches(fact, [*numbers, *words], 1)
            found.append(told("xlsform.fact", value=fact[:40], hint=_hint(close), **at))
        elif fact in numbers and question["type"] not in _NUMERIC and not question["calculated"]:
            found.append(
                told("xlsform.fact_type", value=fact, wanted="integer", given=question["type"], **at)
            )
        elif fact in words and question["choices"] and not set(question["choices"]) <= set(words[fact]):
            found.append(
                told(
                    "xlsform.fact_type",
                    value=fact,
                    wanted=" | ".join(words[fact]),
                    given=" | ".join(question["choices"])[:80],
                    **at,
                )
            )
    return found


def _hint(close: list[str]) -> str:
    return f"→ {close[0]}" if close else ""
