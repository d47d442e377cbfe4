"""The answers of a visit as people read them: grouped, in the words of the form, money and days written out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from math import isfinite

from django.utils import timezone

from naikkelas.instruments.wording import Question, Wording
from naikkelas.kit import days, money

_REPEAT = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Told:
    """One answer: its path, what was asked, what was answered. `title` heads a new group, else it is empty."""

    path: str
    question: str
    text: str
    title: str = ""


def told(answers: Iterable[Mapping[str, str]], wording: Wording, lang: str) -> list[Told]:
    """Put answers ({path, text}) into words. A path that the form does not know is shown as it came;
    sums that the form works out are left to the figures."""
    rows: list[Told] = []
    heading = ""
    for answer in answers:
        path = answer["path"]
        if wording.asks_nobody(path):
            continue
        known = wording.question(path)
        title = _title(path, wording, lang)
        rows.append(
            Told(
                path=path,
                question=known.label.to(lang) if known else path.rpartition("/")[2],
                text=in_words(answer["text"], path, known, lang),
                title=title if title != heading else "",
            )
        )
        heading = title
    return rows


def compared(
    now: Mapping[str, str], before: Mapping[str, str], wording: Wording, lang: str, *, whole: bool = False
) -> list[dict[str, object]]:
    """Two sets of answers by path, line by line in words. What devices and the form answer by themselves is left out,
    unless the whole is asked for."""
    lines: list[dict[str, object]] = []
    for path in [*now, *(p for p in before if p not in now)]:
        if not whole and wording.asks_nobody(path):
            continue
        known = wording.question(path)
        lines.append(
            {
                "question": known.label.to(lang) if known else path.rpartition("/")[2],
                "path": path,
                "now": in_words(now.get(path, ""), path, known, lang),
                "before": in_words(before.get(path, ""), path, known, lang),
                "changed": now.get(path, "") != before.get(path, ""),
            }
        )
    return lines


def _title(path: str, wording: Wording, lang: str) -> str:
    """The group that an answer stands in, below the turns of repeats around it: “Shop 2 › Goods 3”."""
    parts = path.split("/")[:-1]
    told = []
    for depth, part in enumerate(parts, 1):
        number = _REPEAT.search(part)
        if number is None and depth < len(parts):
            continue
        name = _REPEAT.sub("", "/".join(parts[:depth]))
        title = wording.groups[name].to(lang) if name in wording.groups else name
        told.append(f"{title} {number[1]}" if number else title)
    return " › ".join(told)


def in_words(text: str, path: str, known: Question | None, lang: str) -> str:
    """A stored answer as text: choices by their labels, rupiah and days as they are written."""
    if known and known.choices:
        return ", ".join(known.choices[c].to(lang) if c in known.choices else c for c in text.split())
    if text.isascii() and text.isdigit() and len(text) <= 18:
        if path.endswith("_idr"):
            return money.rupiah(int(text), lang)
        return (
            money.number(int(text), lang)
            if known and known.type == "int" and not path.endswith("year")
            else text
        )
    if known and known.type == "date":
        try:
            return days.day_text(date.fromisoformat(text[:10]), lang)
        except ValueError:
            return text  # shown as it came: this page is where a person sees what is wrong
    if known and known.type in ("dateTime", "time"):
        return when(text, lang)
    if known and known.type == "geopoint":
        return _point(text, lang)
    return text


def when(text: str, lang: str) -> str:
    """A moment or a time of day in the reader's language and zone; shown as it came where it is neither."""
    try:
        if "T" not in text:
            return f"{time.fromisoformat(text):%H.%M}"
        found = datetime.fromisoformat(text)
        return days.moment_text(timezone.localtime(found) if found.tzinfo else found, lang)
    except (ValueError, OverflowError):
        return text


def _point(text: str, lang: str) -> str:
    """Latitude and longitude to about ten metres, and how exact the phone thought it was."""
    try:
        latitude, longitude, *more = (float(part) for part in text.split())
    except ValueError:
        return text
    if not all(isfinite(part) for part in (latitude, longitude, *more)):
        return text
    exact = f" (±{round(more[1])} m)" if len(more) > 1 and more[1] else ""
    return f"{money.decimal(latitude, 4, lang)}; {money.decimal(longitude, 4, lang)}{exact}"
