"""Asking the compiler for everything that it minds: it stops at its first fault, an office wants to mend them all at once.

So the row of a fault is made harmless in a copy, under its own name, for others may ask for it; and the compiler is asked
again.
"""

import re
import time
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from naikkelas.instruments import compiler_words, form_lint

NAMESPACE = "https://naikkelas.id/xforms"
"""Of bind::nk:fact."""
_MOST_S = 5
"""Of processor time, after which what was found is enough: a large form takes a second to compile."""
_ROW = re.compile(r"\[row : (\d+)\]")
_SHEET = re.compile(r"'(survey|choices|settings|entities)' sheet")
_COLUMN = re.compile(r"the '([\w:-]+)' value")
_SELECTS, _FRAMES = re.compile(r"\s*(select|rank)", re.I), re.compile(r"\s*(begin|end)[ _]", re.I)
_NAMELESS = ("xlsform.no_name", "xlsform.bad_name", "xlsform.name_taken")
"""Where the name itself is the fault."""
_NAMED_BY = {
    "xlsform.unknown_type": ("survey", "type", "type"),
    "xlsform.no_label": ("survey", "name", "label"),
    "xlsform.choice_spaces": ("choices", "name", "name"),
}
"""Faults that the compiler tells without a row: the sheet and column where what it names is found, and the column to mend."""


def compiled(book: dict[str, Any]) -> tuple[Any, list[dict[str, Any]]]:
    """The compiler's result and no problem, or None and every problem that was found."""
    from pyxform.xls2xform import convert  # see forms.compiled

    given, problems, began = dict(book), [], time.process_time()
    while True:
        try:
            result = convert(xlsform=deepcopy(_with_namespace(given)), form_name="data")
            break
        except Exception as fault:  # PyXFormError, and what it does not foresee: ParseError, ValueError …
            told = _told(str(fault) or type(fault).__name__, given)
        if told in problems:
            break
        problems.append(told)
        if time.process_time() - began > _MOST_S or not _made_harmless(given, told):
            break
    return (None, problems) if problems else (result, [])


def row_named(text: str) -> tuple[int | None, str]:
    """The row that the compiler names, and its sentence without it."""
    row = _ROW.search(text)
    return int(row[1]) if row else None, short(_ROW.sub("", text))


def short(text: str) -> str:
    return re.sub(r"\s+", " ", text)[:400]


def _told(text: str, book: dict[str, Any]) -> dict[str, Any]:
    code, about = compiler_words.understood(text)
    row, sentence = row_named(text)
    named, valued = _SHEET.search(text), _COLUMN.search(text)
    sheet, column = named[1] if named else "survey", valued[1] if valued else ""
    if row is None and code in _NAMED_BY:
        sheet, names, column = _NAMED_BY[code]
        row = next(_rows_with(book, sheet, names, about["value"]), None)
    about = about if code else {"detail": sentence}
    return form_lint.told(code or "xlsform.compiler", sheet=sheet, row=row, column=column, **about)


def _rows_with(book: dict[str, Any], sheet: str, column: str, value: str) -> Iterator[int]:
    for at, row in form_lint.rows_of(book, sheet):
        if row.get(column) == value:
            yield at


def _made_harmless(book: dict[str, Any], problem: dict[str, Any]) -> bool:
    """Put rows with nothing wrong in the place of faulty ones. False where there are none, or others stand or fall with
    them."""
    sheet = problem["sheet"]
    if problem["code"] == "xlsform.no_choices":
        at_fault = [at for at, row in form_lint.rows_of(book, sheet) if _SELECTS.match(row.get("type", ""))]
    else:
        at_fault = [at for at, _ in form_lint.rows_of(book, sheet) if at == problem["row"]]
    rows = list(book.get(sheet) or [])
    for at in at_fault:
        row, own = rows[at - 2], f"row_{at}"
        if sheet == "choices":
            rows[at - 2] = row | {"name": own, "label": "-"}
        elif _FRAMES.match(str(row.get("type", ""))):
            return False
        else:
            name = own if problem["code"] in _NAMELESS else row.get("name") or own
            rows[at - 2] = {"type": "text", "name": name, "label": "-"}
    book[sheet] = rows
    return bool(at_fault)


def _with_namespace(book: dict[str, Any]) -> dict[str, Any]:
    """The same form with the prefix nk declared, where it is used."""
    header = book.get("survey_header") or [{}]
    if not any(str(name).startswith("bind::nk:") for name in header[0]):
        return book
    settings = [dict(row) for row in book.get("settings") or [{}]]
    declared = settings[0].get("namespaces", "")
    settings[0]["namespaces"] = f'{declared} nk="{NAMESPACE}"'.strip()
    heads = [dict((book.get("settings_header") or [{}])[0]) | {"namespaces": None}]
    return book | {"settings": settings, "settings_header": heads}
