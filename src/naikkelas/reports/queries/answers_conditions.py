"""Conditions on answers that a page may ask for, in the words that officers use: labels of choices, days and numbers as they
are written here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from naikkelas.instruments.answer_columns import number
from naikkelas.kit.days import NotADay, parse_day
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places

if TYPE_CHECKING:
    from naikkelas.instruments.answer_tables import Question, Tables
    from naikkelas.reports.queries.answers import Answered, Keep

OPERATORS = ("eq", "ne", "gt", "ge", "lt", "le", "has", "empty", "filled")
_NOT_EACH_OTHER = ("eq", "ne", "has", "empty", "filled")
_GROUPED = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
NO_NUMBER = Kind(
    "answers.no_number",
    "“{text}” bukan angka. Tulis misalnya 1500000 atau 2,5.",
    "“{text}” is no number. Write for example 1500000 or 2.5.",
)
NO_DAY = Kind(
    "answers.no_day",
    "“{text}” bukan tanggal. Tulis misalnya 5 Maret 2020 atau 05/03/2020.",
    "“{text}” is no day. Write for example 5 March 2020 or 05/03/2020.",
)
Value = str | int | Decimal | date
Read = Callable[["Answered", str], Value | None]


def condition(tables: Tables, path: str, operator: str, value: str) -> Keep:
    """A test of any answer; in a repeat one that meets it is enough. Raises KeyError for what is not known, Refused for a
    value that cannot be compared."""
    question = tables.question(path)
    if question is None or operator not in OPERATORS:
        raise KeyError(path)
    if operator in ("empty", "filled"):
        return lambda each: bool(each.all(path)) == (operator == "filled")
    if question.choices:
        return _chosen(question, operator, value.strip())
    if operator == "has":
        part = value.casefold()
        return lambda each: any(part in text.casefold() for text in each.all(path))
    wanted, read = _comparable(question, value.strip())
    if operator == "ne":
        return lambda each: not any(read(each, text) == wanted for text in each.all(path))
    test = _TESTS[operator]

    def keep(each: Answered) -> bool:
        values = (read(each, text) for text in each.all(path))
        return any(found is not None and test(found, wanted) for found in values)

    return keep


_TESTS: dict[str, Callable[..., bool]] = {
    "eq": lambda a, b: a == b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}


def _chosen(question: Question, operator: str, value: str) -> Keep:
    """Of choices: by code or label, whole or in part."""
    said, path = value.casefold(), question.path
    codes = {
        code
        for code, label in question.choices.items()
        for text in (code.casefold(), label.id.casefold(), label.en.casefold())
        if (said in text if operator == "has" else said == text)
    } or {value}

    def given(each: Answered) -> set[str]:
        return {
            code for text in each.all(path) for code in ([text] if question.kind == "one" else text.split())
        }

    if operator == "ne":
        return lambda each: not codes & given(each)
    if operator in _NOT_EACH_OTHER:
        return lambda each: bool(codes & given(each))
    test, bound = _TESTS[operator], min(codes)
    return lambda each: any(test(code, bound) for code in given(each))


def _comparable(question: Question, value: str) -> tuple[Value, Read]:
    """The value that is asked for, and how an answer is read to be compared with it."""
    if question.kind in ("int", "decimal"):
        found = number(_plain(value, question.kind))
        if found is None:
            raise Refused(NO_NUMBER, text=value[:40])
        return found, lambda _each, text: number(text)
    if question.kind in ("date", "moment"):
        try:
            return parse_day(value), _day
        except NotADay as fault:
            raise Refused(NO_DAY, text=value[:40]) from fault
    return value.casefold(), lambda _each, text: text.casefold()


def _plain(text: str, kind: str) -> str:
    """A number as it is written here (1.500.000 or 2,5), as machines write it."""
    if _GROUPED.fullmatch(text) and (kind == "int" or "," in text or text.count(".") > 1):
        text = text.replace(".", "")
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def _day(each: Answered, text: str) -> date | None:
    """The day of an answer, of a moment in the zone of its area."""
    try:
        if "T" not in text:
            return date.fromisoformat(text[:10])
        found = datetime.fromisoformat(text)
        return (found.astimezone(places.zone_of(each.area)) if found.tzinfo else found).date()
    except (ValueError, OverflowError):
        return None
